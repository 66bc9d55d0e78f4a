import { readFileSync } from "node:fs";
import { TICKS_PER_SECOND } from "./read-process-tree.ts";

/** Columns of /proc/stat that are not work: idle, and waiting for a disk (man 5 proc_stat). */
const IDLE_COLUMNS: readonly number[] = [3, 4];
/** What guests took is counted in the first two columns already. */
const COLUMNS = 8;

/** CPU seconds that all of this machine's programs have taken since it started, and what a host took away. */
export const readMachineCpu = (): number => {
  const [first = ""] = readFileSync("/proc/stat", "utf8").split("\n");
  const ticks = first
    .split(/\s+/)
    .slice(1, 1 + COLUMNS)
    .map(Number);
  const busy = ticks.filter((_, column) => !IDLE_COLUMNS.includes(column));
  return busy.reduce((sum, each) => sum + each, 0) / TICKS_PER_SECOND;
};
