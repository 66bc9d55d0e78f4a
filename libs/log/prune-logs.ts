import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { parseLogFileName } from "./log-file-name.ts";

/** How much of its logs a station keeps. */
export interface LogLimits {
  readonly keepDays: number;
  /** Of all of them together; today's are kept whatever they come to. */
  readonly maxMegabytes: number;
}

const MEGABYTE = 1024 * 1024;
const DAY_MS = 86_400_000;
/** Of what child processes said last, and before that. */
const WORDS_BYTES = 4 * MEGABYTE;

interface KeptFile {
  readonly path: string;
  readonly day: string;
  readonly part: number;
  readonly bytes: number;
}

/**
 * Removes a folder's logs of days that are over: those too old, then the oldest until the rest fits.
 * What child processes said (`*.log`) is put aside once it is long, and what was put aside before
 * goes. Never rejects: what is not removed today is tomorrow.
 */
export const pruneLogs = async (folder: string, limits: LogLimits, now: Date): Promise<void> => {
  try {
    const names = await readdir(folder);
    for (const name of names.filter((name) => name.endsWith(".log"))) {
      const path = join(folder, name);
      if ((await stat(path)).size > WORDS_BYTES) await rename(path, `${path}.old`);
    }
    const files = (await Promise.all(names.map((name) => keptFile(folder, name)))).filter(
      (file) => file !== undefined,
    );
    for (const path of tooMany(files, limits, now)) await rm(path, { force: true });
  } catch {
    // Another process prunes as well, or the disk takes nothing: both are no reason not to work.
  }
};

const keptFile = async (folder: string, name: string): Promise<KeptFile | undefined> => {
  const file = parseLogFileName(name);
  if (file === undefined) return undefined;
  const path = join(folder, name);
  return { path, day: file.day, part: file.part, bytes: (await stat(path)).size };
};

const tooMany = (
  files: readonly KeptFile[],
  { keepDays, maxMegabytes }: LogLimits,
  now: Date,
): readonly string[] => {
  const today = dayOf(now.getTime());
  const oldest = dayOf(now.getTime() - keepDays * DAY_MS);
  const newestFirst = files.toSorted(
    (one, other) => other.day.localeCompare(one.day) || other.part - one.part,
  );
  let bytes = 0;
  return newestFirst
    .filter((file) => {
      bytes += file.bytes;
      return file.day < oldest || (file.day < today && bytes > maxMegabytes * MEGABYTE);
    })
    .map(({ path }) => path);
};

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
