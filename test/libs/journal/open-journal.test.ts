import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { InputError } from "../../../libs/input/input-error.ts";
import { Journal } from "../../../libs/journal/journal.ts";
import { JournalDatabase } from "../../../libs/journal/journal-database.ts";
import { JournalError } from "../../../libs/journal/journal-error.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { SCHEMA_VERSION } from "../../../libs/journal/schema.ts";
import { rawJournal } from "../../support/raw-journal.ts";
import { samplePass, sampleStart } from "./sample-records.ts";
import { scratchFolder, scratchJournal } from "./scratch.ts";

const caught = (action: () => unknown): Error => {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("Nothing was thrown.");
};

/** The journal over a connection of the test's own making. */
const openRaw = (folder: string, setUp: string, timeout = 0): Journal => {
  const database = rawJournal(folder, { timeout });
  database.exec(setUp);
  return new Journal(new JournalDatabase(database, folder));
};

test("a new folder and journal are for this user alone, those that are there keep who may read them", () => {
  const folder = join(scratchFolder(), "new");
  const modeOf = (path: string): number => statSync(path).mode & 0o777;
  openJournal(folder, { mode: "write" }).close();
  const file = join(folder, "journal.sqlite");
  expect([modeOf(folder), modeOf(file)]).toEqual([0o700, 0o600]);
  chmodSync(folder, 0o750);
  chmodSync(file, 0o640);
  openJournal(folder, { mode: "write" }).close();
  expect([modeOf(folder), modeOf(file)]).toEqual([0o750, 0o640]);
});

test("writing makes the folder, and a journal that others can read meanwhile", () => {
  const folder = join(scratchFolder(), "a", "b");
  scratchJournal(folder);
  using raw = new DatabaseSync(join(folder, "journal.sqlite"));
  expect(raw.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  expect(existsSync(join(folder, "journal.sqlite-wal"))).toBe(true);
});

test("reading where there is no journal names the folder and makes nothing", () => {
  const folder = join(scratchFolder(), "nowhere");
  const error = caught(() => openJournal(folder, { mode: "read" }));
  expect(error).toBeInstanceOf(InputError);
  expect(error.message).toContain(folder);
  expect(existsSync(folder)).toBe(false);
});

test("a journal that another process has only begun to make holds nothing yet", () => {
  const folder = scratchFolder();
  writeFileSync(join(folder, "journal.sqlite"), "");
  expect(caught(() => openJournal(folder, { mode: "read" }))).toBeInstanceOf(InputError);
});

test("a journal of a newer program is refused, and left as it is", () => {
  const folder = scratchFolder();
  openJournal(folder, { mode: "write" }).close();
  using raw = new DatabaseSync(join(folder, "journal.sqlite"));
  raw.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
  for (const mode of ["read", "write"] as const) {
    const error = caught(() => openJournal(folder, { mode }));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toMatch(/newer/);
  }
});

test("reading goes on while another writes, and sees what is committed", () => {
  const folder = scratchFolder();
  const writer = scratchJournal(folder);
  using reader = openJournal(folder, { mode: "read" });
  writer.endRun(samplePass({ run: "R1" }));
  expect(reader.records()).toHaveLength(1);
  using other = new DatabaseSync(join(folder, "journal.sqlite"));
  other.exec("BEGIN IMMEDIATE");
  expect(reader.records()).toHaveLength(1);
});

test("a journal at rest is read by someone who may not write its folder", () => {
  const folder = scratchFolder();
  openJournal(folder, { mode: "write" }).close();
  // An archive for everybody.
  chmodSync(join(folder, "journal.sqlite"), 0o444);
  chmodSync(folder, 0o555);
  // Permissions do not bind root.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    using journal = openJournal(folder, { mode: "read" });
    expect(journal.records()).toEqual([]);
    expect(caught(() => openJournal(folder, { mode: "write" }))).toBeInstanceOf(JournalError);
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(folder, 0o755);
  }
});

test("what cannot be written is one sentence, and ends a run as journal-failed", () => {
  const folder = scratchFolder();
  scratchJournal(folder);
  using reader = openJournal(folder, { mode: "read" });
  const error = caught(() => reader.startRun(sampleStart()));
  expect(error).toBeInstanceOf(JournalError);
  expect(error.message).toBe(`The journal in ${folder} cannot be written: it is read-only.`);
  expect(error).toMatchObject({ failure: { code: "journal-failed", reason: error.message } });
});

test("a full disk loses the row, not the journal", () => {
  const folder = scratchFolder();
  scratchJournal(folder).endRun(samplePass({ run: "R0" }));
  using journal = openRaw(folder, "PRAGMA max_page_count = 100");
  const error = caught(() => {
    for (let index = 1; ; index += 1) {
      journal.endRun(samplePass({ run: `R${index}`, bootLog: "x".repeat(4000) }));
    }
  });
  expect(error).toBeInstanceOf(JournalError);
  expect(error.message).toMatch(/is full\.$/);
  expect(journal.records().length).toBeGreaterThan(0);
  expect(journal.openRuns()).toEqual([]);
});

test("a journal locked for too long says so", () => {
  const folder = scratchFolder();
  scratchJournal(folder);
  using locker = new DatabaseSync(join(folder, "journal.sqlite"));
  locker.exec("BEGIN IMMEDIATE");
  using journal = openRaw(folder, "");
  expect(caught(() => journal.startRun(sampleStart())).message).toMatch(/locked/);
  expect(caught(() => journal.endRun(samplePass())).message).toMatch(/locked/);
});

test.each(["read", "write"] as const)("a file that is no journal is refused: %s", (mode) => {
  const folder = scratchFolder();
  const path = join(folder, "journal.sqlite");
  writeFileSync(path, "not a journal ".repeat(500));
  const error = caught(() => openJournal(folder, { mode }));
  expect(error).toBeInstanceOf(JournalError);
  expect(error.message).toMatch(/damaged, or journal.sqlite is another file/);
  expect(readFileSync(path, "utf8")).toBe("not a journal ".repeat(500));
});

test("a damaged file is a sentence, not a stack", () => {
  const folder = scratchFolder();
  const journal = openJournal(folder, { mode: "write" });
  for (let index = 0; index < 200; index += 1) journal.endRun(samplePass({ run: `R${index}` }));
  journal.close();
  truncateSync(join(folder, "journal.sqlite"), 3 * 4096);
  const error = caught(() => openJournal(folder, { mode: "read" }).records());
  expect(error).toBeInstanceOf(JournalError);
  expect(error.message).toMatch(/damaged/);
});

test("a folder that cannot be made is a sentence", () => {
  const folder = scratchFolder();
  writeFileSync(join(folder, "file"), "");
  const inFile = caught(() => openJournal(join(folder, "file", "data"), { mode: "write" }));
  expect(inFile).toBeInstanceOf(InputError);
  expect(inFile.message).toMatch(/^--data: .* cannot be written/);
  mkdirSync(join(folder, "data", "journal.sqlite"), { recursive: true });
  const isFolder = caught(() => openJournal(join(folder, "data"), { mode: "write" }));
  expect(isFolder).toBeInstanceOf(JournalError);
  expect(isFolder.message).toMatch(/cannot be opened/);
});
