import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Where flashrom's files lie for the repair with that backup: on its disk, where room is kept for them. */
export const workFolderOf = (backupFile: string): string => `${backupFile}.flashrom`;

/** What a repair that was killed leaves beside the backups; the run's id is in its name. */
const LEFTOVER = /-([0-9A-Z]{26})\.bin\.(?:part|flashrom)$/;

/** Removes from the folder of backups what killed repairs left: those whose run id `isOver` answers for. */
export const removeLeftovers = async (
  folder: string,
  isOver: (run: string) => boolean,
): Promise<void> => {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names) {
    const run = LEFTOVER.exec(name)?.[1];
    if (run === undefined || !isOver(run)) continue;
    // A disk that refuses says so when the next file is made.
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
};
