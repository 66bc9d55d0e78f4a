import { readdirSync, readFileSync } from "node:fs";

/** A process as /proc shows it. */
export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly argv: readonly string[];
  /** User and system time so far, in seconds. */
  readonly cpuSeconds: number;
}

/** Linux counts CPU time in hundredths of a second on every machine Node runs on. */
export const TICKS_PER_SECOND = 100;

/** Fields of /proc/PID/stat, counted behind the name in parentheses (man 5 proc_pid_stat). */
const FIELD = { parent: 1, userTicks: 11, systemTicks: 12 } as const;

/** `root` and all that descends from it, parents first. A process that is just ending may be missing. */
export const readProcessTree = (root: number): readonly ProcessFacts[] => {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
  const tree = all.filter(({ pid }) => pid === root);
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return tree;
};

/** Memory that is a process's own, and its share of what it has in common with others, in bytes. */
export const readPss = (pid: number): number => {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readProcFile(pid, "smaps_rollup") ?? "")?.[1];
  return Number(kilobytes ?? 0) * 1024;
};

const readProcess = (pid: number): ProcessFacts | undefined => {
  const stat = readProcFile(pid, "stat");
  const argv = readProcFile(pid, "cmdline");
  if (stat === undefined || argv === undefined) return undefined;
  // The name may itself hold blanks and parentheses.
  const fields = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const ticks = (fields[FIELD.userTicks] ?? 0) + (fields[FIELD.systemTicks] ?? 0);
  return {
    pid,
    parent: fields[FIELD.parent] ?? 0,
    argv: argv.split("\0").filter((word) => word !== ""),
    cpuSeconds: ticks / TICKS_PER_SECOND,
  };
};

/** Undefined when the process is gone, or not ours to look into. */
const readProcFile = (pid: number, name: string): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return undefined;
  }
};
