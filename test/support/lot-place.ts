import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHIP_NAMES } from "../../libs/chips/chips.ts";
import { buildUf2 } from "../../libs/firmware/build-image.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import type { RunRecord } from "../../libs/run/run-record.ts";

/** A process that works for a place, whether its parent still lives or not. */
export interface PlaceProcess {
  readonly pid: number;
  readonly command: string;
}

/** A folder with everything a lot needs, and all that its programs leave behind. */
export interface LotPlace extends AsyncDisposable {
  readonly folder: string;
  readonly dataDir: string;
  /** Environment of programs that work here: their temporary files lie inside, and it tells them apart. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes a file and returns its path. JSON is YAML. */
  write(name: string, content: unknown): string;
  /** Path of the recipe for a chip; its image is a small one. */
  recipe(chip: (typeof CHIP_NAMES)[number]): string;
  /** What every finished run left, in order of their start. */
  records(lot: string): readonly RunRecord[];
  journal<T>(read: (journal: Journal) => T): T;
  /** The processes that still work here. */
  processes(): readonly PlaceProcess[];
}

const VERSION = "1.18.0";
/** Small: at true wire time a board takes about two seconds. */
const APP_BYTES = 20_000;

/** Makes a place; disposal kills what still works there. */
export const makeLotPlace = (): LotPlace => {
  const folder = mkdtempSync(join(tmpdir(), "flashline-e2e-"));
  const dataDir = join(folder, "data");
  mkdirSync(dataDir);
  const write = (name: string, content: unknown): string => {
    const path = join(folder, name);
    const text = typeof content === "string" || content instanceof Uint8Array;
    writeFileSync(path, text ? content : JSON.stringify(content));
    return path;
  };
  for (const chip of CHIP_NAMES) {
    const file = `${chip}.uf2`;
    write(file, buildUf2({ chip, seed: 1, bytes: APP_BYTES, version: VERSION }));
    const boot = { on: "log", expect: VERSION, within: "10s" };
    write(`${chip}.yaml`, { recipe: `test-${chip}`, chip, images: [{ file }], boot });
  }
  const processes = (): readonly PlaceProcess[] => readProcesses().filter(worksIn(folder));
  const journal = <T>(read: (journal: Journal) => T): T => {
    using opened = openJournal(dataDir, { mode: "read" });
    return read(opened);
  };
  return {
    folder,
    dataDir,
    env: { TMPDIR: folder },
    write,
    recipe: (chip) => join(folder, `${chip}.yaml`),
    records: (lot) => journal((opened) => [...opened.records({ lot })]),
    journal,
    processes,
    [Symbol.asyncDispose]: async () => {
      for (const { pid } of processes()) process.kill(pid, "SIGKILL");
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
};

const readProcesses = (): readonly PlaceProcess[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({ pid: Number(name), command: read(`/proc/${name}/cmdline`) }));

/** A process inherits its environment, whoever its parent is by now. */
const worksIn =
  (folder: string) =>
  ({ pid, command }: PlaceProcess): boolean =>
    command !== "" && read(`/proc/${pid}/environ`).split("\0").includes(`TMPDIR=${folder}`);

/** Processes end while they are looked at. */
const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};
