import { z } from "zod";

/** A name that is safe in file names, tables and terminals: 1 to 64 of `A-Z a-z 0-9 . _ -`. */
export const plainName = (remedy: string) =>
  z.string(remedy).regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
    error: `Use 1 to 64 letters, digits, dots, dashes or underscores, a letter or digit first.`,
  });
