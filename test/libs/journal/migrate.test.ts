import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { examineJournal } from "../../../libs/journal/examine-journal.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { SCHEMA_VERSION } from "../../../libs/journal/schema.ts";
import { historyOf } from "../../../libs/report/board-history.ts";
import { samplePass, sampleStart } from "./sample-records.ts";
import { scratchFolder } from "./scratch.ts";

/** As the program of that time made it. */
const VERSION_1 = readFileSync(join(import.meta.dirname, "version-1.sql"), "utf8");

const tablesOf = (folder: string): unknown[] => {
  using raw = new DatabaseSync(join(folder, "journal.sqlite"), { readOnly: true });
  return raw.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").all();
};

const versionOf = (folder: string): unknown => {
  using raw = new DatabaseSync(join(folder, "journal.sqlite"), { readOnly: true });
  return raw.prepare("PRAGMA user_version").get()?.user_version;
};

/** A journal of version 1 with a run that passed and one that was cut off. */
const oldJournal = (): string => {
  const folder = scratchFolder();
  using raw = new DatabaseSync(join(folder, "journal.sqlite"));
  raw.exec(`PRAGMA journal_mode = WAL; BEGIN; ${VERSION_1} COMMIT;`);
  const start = raw.prepare("INSERT INTO run_started VALUES (?, 'L1', ?, 'F01', 'line-a', ?, ?)");
  const { startedAt } = sampleStart();
  const lot = "L1";
  for (const [run, serial] of [
    ["R1", "SN1"],
    ["R2", "SN2"],
  ] as const) {
    start.run(run, serial, startedAt, JSON.stringify(sampleStart({ run, serial, lot })));
  }
  const record = JSON.stringify(samplePass({ run: "R1", serial: "SN1", lot }));
  raw
    .prepare("INSERT INTO run_ended VALUES ('R1', ?, 'pass', NULL, 'c8478c000001', ?)")
    .run(startedAt, record);
  return folder;
};

test("a journal of version 1 keeps every row and gets today's tables", () => {
  const folder = oldJournal();
  expect(versionOf(folder)).toBe(1);
  {
    using journal = openJournal(folder, { mode: "write" });
    expect(journal.records().map(({ run }) => run)).toEqual(["R1"]);
    expect(journal.openRuns().map(({ run }) => run)).toEqual(["R2"]);
    expect(journal.passWithMac("L1", "c8478c000001")).toBe("SN1");
    const at = "2026-03-01T10:00:00.000Z";
    const step = { entry: "E1", serial: "SN1", run: "R1", state: "intended", at } as const;
    journal.noteIdentity({ ...step, boardMac: "c8478c000001", givenMac: "024fa698ca6b" });
    expect(journal.holderOfMac("024fa698ca6b", "SN2")).toEqual({ serial: "SN1", pool: null });
    // Its own row, those of before (two starts, an end, its order), then that of the step.
    expect([journal.placeOf("R1")?.place, journal.head().place]).toEqual([4, 6]);
  }
  expect(versionOf(folder)).toBe(SCHEMA_VERSION);
  const fresh = scratchFolder();
  openJournal(fresh, { mode: "write" }).close();
  expect(tablesOf(folder)).toEqual(tablesOf(fresh));
  expect(examineJournal(folder)).toBe("whole");
});

test("reading a journal of version 1 leaves it as it is", () => {
  const folder = oldJournal();
  {
    using journal = openJournal(folder, { mode: "read" });
    expect(journal.records()).toHaveLength(1);
    expect(journal.identityPools()).toEqual([]);
    const history = historyOf(journal, "SN1");
    expect(history).toMatchObject({ runs: [{ run: "R1" }], keptSectors: [], deliveries: null });
    expect(historyOf(journal, "SN2").open).toMatchObject([{ run: "R2" }]);
    expect([journal.isChained(), journal.placeOf("R1")]).toEqual([false, undefined]);
    expect(() => journal.head()).toThrow(/no chain/);
  }
  expect(versionOf(folder)).toBe(1);
});

test("what was dropped stays dropped in a journal of version 4 that is only read", () => {
  const folder = scratchFolder();
  {
    using journal = openJournal(folder, { mode: "write" });
    const [E1, E2] = ["E1", "E2"].map((entry) => ({
      ...{ entry, origin: `a.csv:${entry}`, bound: null },
      values: [{ field: "mac", value: `02000000000${entry.at(-1)}`, kind: "mac" }],
    }));
    const at = "2026-03-01T10:00:00.000Z";
    const entries = [E1, E2].filter((entry) => entry !== undefined);
    journal.importIdentities({ pool: "p", fields: ["mac"], entries, at });
    journal.dropIdentities({ pool: "p", entries: ["E1"], by: "eva", at });
  }
  {
    using raw = new DatabaseSync(join(folder, "journal.sqlite"));
    const added = ["delivery_mark", "delivery_failure", "delivery_order"];
    raw.exec("DROP TRIGGER run_ended_in_order; DROP INDEX run_ended_board;");
    raw.exec(added.map((table) => `DROP TABLE ${table};`).join(""));
    raw.exec("PRAGMA user_version = 4;");
  }
  using journal = openJournal(folder, { mode: "read" });
  expect(journal.identityEntries().map(({ state }) => state)).toEqual(["dropped", "free"]);
  expect(journal.identityPools()).toMatchObject([{ pool: "p", free: 1 }]);
  expect(journal.holderOfMac("020000000001", "SN1")).toBeUndefined();
  expect(versionOf(folder)).toBe(4);
});

test("a migration that cannot be finished leaves version 1, whole", () => {
  const folder = oldJournal();
  const before = tablesOf(folder);
  {
    using raw = new DatabaseSync(join(folder, "journal.sqlite"));
    raw.exec("CREATE TABLE identity_event (id INTEGER)");
  }
  expect(() => openJournal(folder, { mode: "write" })).toThrow(/already exists/);
  {
    using raw = new DatabaseSync(join(folder, "journal.sqlite"));
    raw.exec("DROP TABLE identity_event");
  }
  expect(versionOf(folder)).toBe(1);
  expect(tablesOf(folder)).toEqual(before);
  openJournal(folder, { mode: "write" }).close();
  expect(versionOf(folder)).toBe(SCHEMA_VERSION);
});

test("a program of version 1 that has the journal open writes nothing past the chain of the new one", () => {
  const folder = oldJournal();
  using old = new DatabaseSync(join(folder, "journal.sqlite"));
  const start = old.prepare("INSERT INTO run_started VALUES ('R9','L1','SN9','F01','x','now',?)");
  using journal = openJournal(folder, { mode: "write" });
  const late = JSON.stringify(sampleStart({ run: "R9" }));
  expect(() => start.run(late)).toThrow(/no such function: flashline_hash/);
  expect(journal.startOf("R9")).toBeUndefined();
});
