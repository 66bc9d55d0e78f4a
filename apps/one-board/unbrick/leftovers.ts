/** Where flashrom's files lie while a backup is made and after it: on its disk, where room is kept for them. */
export const workFolderOf = (backupFile: string): string => `${backupFile}.flashrom`;
