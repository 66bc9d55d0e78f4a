import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { decodeTime } from "ulid";
import { parseLogFileName } from "./log-file-name.ts";

/** A line of a log, as it was read: nobody vouches for what is in it. */
export type LogLine = Readonly<Record<string, unknown>>;

const DAY_MS = 86_400_000;

/**
 * What the logs of a folder say of runs, by log and in the order it was written: lines that name one
 * of them, as JSON; those that are none are left out. Looked for where their ids say (a run's id
 * tells when it was made), from the day before on.
 */
export const runLines = async (
  folder: string,
  log: string,
  runs: readonly string[],
): Promise<ReadonlyMap<string, readonly LogLine[]>> => {
  const found = new Map<string, LogLine[]>(runs.map((run) => [run, []]));
  if (runs.length === 0) return found;
  const days = runs.map(bornOn);
  const first = days.reduce((one, other) => (one < other ? one : other));
  const names = await readdir(folder).catch(() => []);
  const files = names
    .map((name) => ({ name, file: parseLogFileName(name) }))
    .filter(({ file }) => file?.name === log && file.day >= first)
    .sort(
      (one, other) =>
        (one.file?.day ?? "").localeCompare(other.file?.day ?? "") ||
        (one.file?.part ?? 0) - (other.file?.part ?? 0),
    );
  for (const { name } of files) {
    const lines = createInterface({ input: createReadStream(join(folder, name)) });
    for await (const line of lines) {
      const [, run = ""] = /"run":"([^"]+)"/.exec(line) ?? [];
      const entry = found.has(run) ? parse(line) : undefined;
      if (entry !== undefined) found.get(run)?.push(entry);
    }
  }
  return found;
};

/** The day before a run's id was made, for clocks differ; of any other id the first of all. */
const bornOn = (run: string): string => {
  try {
    return new Date(decodeTime(run) - DAY_MS).toISOString().slice(0, 10);
  } catch {
    return "";
  }
};

const parse = (line: string): LogLine | undefined => {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === "object" && entry !== null ? { ...entry } : undefined;
  } catch {
    return undefined;
  }
};
