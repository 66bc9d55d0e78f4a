import { join } from "node:path";
import { namesIn, readAttribute } from "../../libs/adapters/read-attribute.ts";
import { readText } from "./read-text.ts";

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

/** The processes that `/proc` shows; none where there is no such folder. */
export const readProcesses = async (procFolder: string): Promise<RunningProcess[]> => {
  const processes: RunningProcess[] = [];
  // One after the other: thousands of files at once could run into the limit of open files.
  for (const name of await namesIn(procFolder)) {
    if (!/^\d{1,10}$/.test(name)) continue;
    const command = await readText(join(procFolder, name, "cmdline"));
    const argv = (command ?? "").split("\0").slice(0, -1);
    const comm = await readAttribute(join(procFolder, name, "comm"));
    const parent = parentIn(await readText(join(procFolder, name, "stat")));
    processes.push({ pid: Number(name), name: comm ?? "?", argv, parent });
  }
  return processes;
};

/** proc(5): the second field, a name in brackets, may hold anything; state and parent follow. */
const parentIn = (stat = ""): number | undefined => {
  const [, parent] = /^.*\) \S (\d{1,10}) /s.exec(stat) ?? [];
  return parent === undefined ? undefined : Number(parent);
};
