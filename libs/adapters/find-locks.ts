import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { SystemRoots } from "./system-roots.ts";

/** `1: FLOCK  ADVISORY  WRITE 4711 00:06:137 0 EOF`: kind, pid, then the file's device and inode. */
const LOCK = /^\d+: (?:FLOCK|POSIX|OFDLCK) +\S+ +\S+ (\d+) ([0-9a-f]+:[0-9a-f]+:\d+) /;

/** The processes that have a lock on files, as pairs; those of other users show as well. */
export const findLocks = async (
  files: readonly string[],
  { proc }: SystemRoots,
): Promise<readonly (readonly [file: string, pid: number])[]> => {
  const table = await readFile(join(proc, "locks"), "utf8").catch(() => "");
  const owners = new Map<string, number>();
  for (const line of table.split("\n")) {
    const [, pid, file] = LOCK.exec(line) ?? [];
    if (pid !== undefined && file !== undefined) owners.set(file, Number(pid));
  }
  const locked = await Promise.all(
    files.map(async (file) => {
      const key = await lockKey(file);
      const pid = key === undefined ? undefined : owners.get(key);
      return pid === undefined ? undefined : ([file, pid] as const);
    }),
  );
  return locked.filter((lock) => lock !== undefined);
};

/** A file as /proc/locks names it: major and minor number of its file system in hex, and its inode. */
const lockKey = async (file: string): Promise<string | undefined> => {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  if (found === undefined) return undefined;
  const major = (found.dev >> 8n) & 0xfffn;
  const minor = (found.dev & 0xffn) | ((found.dev >> 12n) & 0xfff00n);
  const hex = (value: bigint): string => value.toString(16).padStart(2, "0");
  return `${hex(major)}:${hex(minor)}:${found.ino}`;
};
