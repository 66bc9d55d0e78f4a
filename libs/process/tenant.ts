import { hideSecret } from "./hide-secret.ts";
import type { RunningProcess } from "./running-process.ts";

const LONGEST = 120;

/** Who has a jig's fixtures: a lot that runs, a worker that lives by itself, or another process. */
export interface Tenant {
  readonly kind: "lot" | "worker" | "other";
  readonly pid: number;
  /** What a person started, such as `run --jig F`; of another process its whole command line. */
  readonly command: string;
}

/** Whom a process works for: a lot's workers for the one who runs it. `name` where it cannot be seen. */
export const findTenant = (
  pid: number,
  name: string,
  processes: readonly RunningProcess[],
): Tenant => {
  const processOf = (wanted: number | undefined) =>
    processes.find((process) => process.pid === wanted);
  const own = processOf(pid);
  const words = wordsOf(own);
  if (isLot(words)) return { kind: "lot", pid, command: shorten(words) };
  if (words[0] === "worker") {
    if (!words.includes("--owned")) return { kind: "worker", pid, command: shorten(words) };
    const parent = processOf(own?.parent);
    const asked = wordsOf(parent);
    if (parent !== undefined && isLot(asked)) {
      return { kind: "lot", pid: parent.pid, command: shorten(asked) };
    }
  }
  const argv = own?.argv ?? [];
  return { kind: "other", pid, command: argv.length === 0 ? name : shorten(argv) };
};

/** The words after `flashline` of a process of this program. */
const wordsOf = (process: RunningProcess | undefined): readonly string[] => {
  const argv = process?.argv ?? [];
  const main = argv.findIndex((word) => /\/apps\/cli\/main\.[jt]s$/.test(word));
  return main < 0 ? [] : argv.slice(main + 1);
};

const isLot = ([command]: readonly string[]): boolean => command === "run" || command === "demo";

const shorten = (words: readonly string[]): string => {
  const text = hideSecret(words.join(" "));
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
};

/** `process 4711 (run --jig F)`. */
export const describeTenant = ({ pid, command }: Tenant): string => `process ${pid} (${command})`;
