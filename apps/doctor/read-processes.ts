import { namesIn } from "../../libs/adapters/read-attribute.ts";
import { type RunningProcess, readProcess } from "../../libs/process/running-process.ts";

/** The processes that `/proc` shows; none where there is no such folder. */
export const readProcesses = async (procFolder: string): Promise<RunningProcess[]> => {
  const processes: RunningProcess[] = [];
  // One after the other: thousands of files at once could run into the limit of open files.
  for (const name of await namesIn(procFolder)) {
    if (/^\d{1,10}$/.test(name)) processes.push(await readProcess(procFolder, Number(name)));
  }
  return processes;
};
