import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** A process of this machine. */
export interface RunningProcess {
  readonly pid: number;
  /** As the kernel calls it, cut to 15 characters, such as ModemManager. */
  readonly name: string;
  /** Program and arguments; empty for the kernel's own. */
  readonly argv: readonly string[];
  /** The process that started it, or took it over; undefined where that cannot be seen. */
  readonly parent: number | undefined;
}

/** A process as `/proc` shows it; of one that is gone only its number is left. */
export const readProcess = async (procFolder: string, pid: number): Promise<RunningProcess> => {
  const text = (file: string): Promise<string | undefined> =>
    readFile(join(procFolder, `${pid}`, file), "utf8").catch(() => undefined);
  const argv = ((await text("cmdline")) ?? "").split("\0").slice(0, -1);
  const name = (await text("comm"))?.trim() ?? "?";
  return { pid, name, argv, parent: parentIn(await text("stat")) };
};

/** proc(5): the second field, a name in brackets, may hold anything; state and parent follow. */
const parentIn = (stat = ""): number | undefined => {
  const [, parent] = /^.*\) \S (\d{1,10}) /s.exec(stat) ?? [];
  return parent === undefined ? undefined : Number(parent);
};
