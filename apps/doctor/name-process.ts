import type { RunningProcess } from "./read-processes.ts";

const LONGEST = 80;

/** A process for people: its number and what was started; `name` where that cannot be seen. */
export const describeProcess = (
  pid: number,
  name: string,
  processes: readonly RunningProcess[],
): string => {
  const argv = processes.find((process) => process.pid === pid)?.argv ?? [];
  const command = argv.join(" ").slice(0, LONGEST);
  return `process ${pid} (${command === "" ? name : command})`;
};

/** Whether a process is a worker of Flashline that lives by itself, as a service does. */
export const isStandaloneWorker = (pid: number, processes: readonly RunningProcess[]): boolean => {
  const argv = processes.find((process) => process.pid === pid)?.argv ?? [];
  const main = argv.findIndex((word) => /\/apps\/cli\/main\.[jt]s$/.test(word));
  return main >= 0 && argv[main + 1] === "worker" && !argv.includes("--owned");
};

/** What to do about a standing worker that has what a lot needs: it is no fault. */
export const USE_WORKER =
  "Run lots over that worker's Redis (run --redis), or stop the worker first.";
