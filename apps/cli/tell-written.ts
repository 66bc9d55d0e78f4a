import { printable } from "../../libs/failure/printable.ts";

/** Tells people, on stderr, which file was written (none if it went to stdout), and what comes `next`. */
export const tellWritten = (file: string | undefined, next: string): void => {
  const written = file === undefined ? "" : `wrote ${printable(file)}. `;
  process.stderr.write(`${written}${printable(next, 2000)}\n`);
};
