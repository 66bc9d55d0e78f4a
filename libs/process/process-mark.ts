import { readFileSync } from "node:fs";

/**
 * What tells a process from every other one of this machine, also from a later one with its number: that
 * and when it started, in ticks since the machine did. Undefined for one that is gone.
 */
export const processMark = (pid: number): string | undefined => {
  try {
    // proc(5): the second field, a name in brackets, may hold anything; the start is the 22nd.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
    return `${pid} ${fields?.[19]}`;
  } catch {
    return undefined;
  }
};
