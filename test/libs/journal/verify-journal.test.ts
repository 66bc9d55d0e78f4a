import { chmodSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { InputError } from "../../../libs/input/input-error.ts";
import { JournalError } from "../../../libs/journal/journal-error.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { type JournalProof, verifyJournal } from "../../../libs/journal/verify-journal.ts";
import { rawJournal } from "../../support/raw-journal.ts";
import { samplePass } from "./sample-records.ts";
import { scratchFolder } from "./scratch.ts";
import { tamper } from "./tamper.ts";

const FILE = "journal.sqlite";

/** A journal at rest with four runs: its own row at place 1, then start, end and order of each. */
const fourRuns = (): string => {
  const folder = scratchFolder();
  using journal = openJournal(folder, { mode: "write" });
  for (const run of ["R1", "R2", "R3", "R4"])
    journal.endRun(samplePass({ run, serial: `S-${run}` }));
  return folder;
};

const verify = (
  folder: string,
  told: Parameters<typeof verifyJournal>[0]["told"] = [],
): JournalProof => verifyJournal({ file: join(folder, FILE), told });

const caught = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error;
  }
};

const SWAP = (table: string, key: string, columns: string): string => `
CREATE TEMP TABLE kept AS SELECT * FROM ${table};
UPDATE ${table} SET (${columns}) = (SELECT ${columns} FROM kept WHERE kept.${key} = iif(${table}.${key} = 'R2', 'R3', 'R2'))
WHERE ${key} IN ('R2', 'R3');`;

test.each<[string, string, ...object[]]>([
  [
    "a changed verdict",
    "UPDATE run_ended SET verdict = 'fail' WHERE run = 'R2'",
    {
      kind: "row-changed",
      place: 6,
      table: "run_ended",
      key: '["R2"]',
      problem: expect.stringMatching(/it says run "R2", .*verdict "fail"\.$/),
    },
  ],
  [
    "a blank more in a record",
    "UPDATE run_started SET record = record || ' ' WHERE run = 'R1'",
    { kind: "row-changed", place: 2, table: "run_started", key: '["R1"]' },
  ],
  [
    "a removed row",
    "DELETE FROM delivery_order WHERE run = 'R2'",
    { kind: "row-missing", place: 7, table: "delivery_order", key: "[2]" },
  ],
  [
    "a row that was removed with its place",
    "DELETE FROM chain WHERE place = 7; DELETE FROM delivery_order WHERE run = 'R2'",
    { kind: "place-missing", place: 7 },
  ],
  [
    "a row that was added without one",
    "INSERT INTO run_started SELECT 'R9', lot, serial, fixture, station, started_at, record FROM run_started LIMIT 1",
    { kind: "row-added", place: null, table: "run_started", key: '["R9"]' },
  ],
  [
    "a row under another key",
    "UPDATE run_ended SET run = 'R9' WHERE run = 'R4'",
    { kind: "row-missing", place: 12, key: '["R4"]' },
    { kind: "row-added", key: '["R9"]' },
  ],
  [
    "two rows that changed places",
    SWAP("run_ended", "run", "ended_at, mac, record"),
    { kind: "row-changed", place: 6 },
    { kind: "row-changed", place: 9 },
  ],
  [
    "two places that changed their rows",
    `CREATE TEMP TABLE kept AS SELECT * FROM chain WHERE place IN (5, 6); DELETE FROM chain WHERE place IN (5, 6);
     INSERT INTO chain SELECT 11 - place, row_of, key, hash FROM kept`,
    { kind: "chain-changed", place: 5 },
  ],
  [
    "a changed hash",
    "UPDATE chain SET hash = zeroblob(32) WHERE place = 8",
    { kind: "chain-changed", place: 8, table: "run_started", key: '["R3"]' },
  ],
  [
    "another id",
    "UPDATE journal_id SET journal = '01K5V0Q8Z3N7M1TPX2RBYD4G6C'",
    { kind: "row-missing", place: 1, table: "journal_id" },
    { kind: "row-added", table: "journal_id" },
  ],
  ["no chain left", "DELETE FROM chain", { kind: "place-missing", place: 1 }],
])("%s is found, with its place", (_, sql, ...faults) => {
  const folder = fourRuns();
  expect(verify(folder).faults).toEqual([]);
  tamper(folder, sql);
  const found = verify(folder).faults;
  expect(found.slice(0, faults.length)).toMatchObject(faults);
  for (const { problem, meaning } of found) expect(`${problem} ${meaning}`).toMatch(/\.$/);
});

test.each([
  [
    "a dropped trigger",
    "DROP TRIGGER run_ended_no_update",
    "The trigger run_ended_no_update is missing.",
  ],
  [
    "a trigger that lets everything through",
    "DROP TRIGGER chain_no_delete; CREATE TRIGGER chain_no_delete BEFORE DELETE ON chain BEGIN SELECT 1; END",
    "The trigger chain_no_delete was changed.",
  ],
  [
    "a table of somebody's own",
    "CREATE TABLE note (text TEXT)",
    "The table note is not Flashline's.",
  ],
  [
    "a column more",
    "ALTER TABLE run_ended ADD COLUMN mood TEXT",
    "The table run_ended was changed.",
  ],
])("%s is found", (_, sql, problem) => {
  const folder = fourRuns();
  {
    using raw = rawJournal(folder);
    raw.exec(sql);
  }
  const kind = problem.includes("not Flashline") ? "not-ours" : "tables-changed";
  expect(verify(folder).faults).toMatchObject([{ kind, problem }]);
});

test("a cut tail, a chain made anew and another journal show by a head that was told", () => {
  const folder = fourRuns();
  const { head } = verify(folder);
  if (head === null) throw new Error("no head");
  const told = { ...head, from: "the lot's end" };
  expect(verify(folder, [told]).faults).toEqual([]);
  {
    using journal = openJournal(folder, { mode: "write" });
    journal.endRun(samplePass({ run: "R5" }));
  }
  expect(verify(folder, [told]).faults).toEqual([]);

  const cut = scratchFolder();
  copyFileSync(join(folder, FILE), join(cut, FILE));
  const tables = ["delivery_order", "run_ended", "run_started"];
  const rest = tables.map((table) => `DELETE FROM ${table} WHERE run IN ('R4', 'R5');`).join("");
  tamper(cut, `${rest} DELETE FROM chain WHERE place > 10`);
  expect(verify(cut).faults).toEqual([]);
  expect(verify(cut, [told]).faults).toMatchObject([
    {
      kind: "tail-cut",
      place: 11,
      problem: expect.stringMatching(/ends at place 10: 3 rows .*lot's end/),
    },
  ]);
  {
    using journal = openJournal(cut, { mode: "write" });
    journal.endRun(samplePass({ run: "R6" }));
  }
  expect(verify(cut, [told]).faults).toMatchObject([{ kind: "history-differs", place: 13 }]);
  expect(verify(fourRuns(), [told]).faults).toMatchObject([{ kind: "other-journal" }]);
});

test("while another writes; a copy that is not ours to write; and nothing is left behind", () => {
  const folder = fourRuns();
  expect(verify(folder).head?.place).toBe(13);
  expect(readdirSync(folder)).toEqual([FILE]);
  using journal = openJournal(folder, { mode: "write" });
  journal.endRun(samplePass({ run: "R5" }));
  using other = new DatabaseSync(join(folder, FILE));
  other.exec("BEGIN IMMEDIATE");
  expect(verify(folder)).toMatchObject({ head: { place: 16 }, faults: [] });
  other.exec("ROLLBACK");
  other.close();
  journal.close();
  chmodSync(join(folder, FILE), 0o444);
  chmodSync(folder, 0o555);
  // Permissions do not bind root.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    expect(verify(folder).faults).toEqual([]);
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(folder, 0o755);
  }
  expect(readdirSync(folder)).toEqual([FILE]);
});

test("what is no journal, or has no chain yet, is told from one that is damaged", () => {
  const folder = fourRuns();
  const content = readFileSync(join(folder, FILE));
  const write = (bytes: Uint8Array): string => {
    const other = scratchFolder();
    writeFileSync(join(other, FILE), bytes);
    return other;
  };
  expect(caught(() => verify(scratchFolder()))).toBeInstanceOf(InputError);
  expect(caught(() => verify(write(new Uint8Array())))).toBeInstanceOf(InputError);
  const old = scratchFolder();
  {
    using raw = new DatabaseSync(join(old, FILE));
    raw.exec(readFileSync(join(import.meta.dirname, "version-1.sql"), "utf8"));
  }
  expect(caught(() => verify(old))).toMatchObject({
    problem: expect.stringContaining("no chain yet"),
  });
  for (const broken of [
    new Uint8Array(9000).fill(0x78),
    content.subarray(0, content.length - 4096),
    content.fill(0xa5, 4096, 4160),
  ]) {
    expect(verify(write(broken)).faults[0]).toMatchObject({ kind: "file-damaged" });
  }
});

test("a journal that may not be read is the station's trouble, not damage", () => {
  if (process.getuid?.() !== 0) return;
  const folder = fourRuns();
  chmodSync(join(folder, FILE), 0o600);
  process.seteuid?.(65_534);
  try {
    expect(caught(() => verify(folder))).toBeInstanceOf(JournalError);
  } finally {
    process.seteuid?.(0);
  }
});
