import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMainThread } from "node:worker_threads";

/*
 * Loaded into each process of a soak before its own program, with --expose-gc: at SIGUSR2 it collects all
 * garbage and writes how much is left in use, in bytes, to a file of its process id in $FLASHLINE_HEAPS.
 * The file is there from the start: a process without one does not know the signal, and would end by it.
 */

const { FLASHLINE_HEAPS: folder } = process.env;

const tell = (path: string): void => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  writeFileSync(`${path}.new`, `${heapUsed + external}`);
  renameSync(`${path}.new`, path);
};

if (isMainThread && folder !== undefined) {
  const path = join(folder, `${process.pid}`);
  process.on("SIGUSR2", () => tell(path));
  tell(path);
}
