import { readFileSync } from "node:fs";

/** A process's command line, its words parted by spaces; empty for one that has just ended. */
export const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
};
