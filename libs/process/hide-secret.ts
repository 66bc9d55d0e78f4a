/** A text with the user and password of an address in it (`redis://user:secret@host`) left out. */
export const hideSecret = (text: string): string => text.replace(/:\/\/[^@/\s]*@/g, "://***@");
