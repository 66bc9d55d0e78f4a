import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { sampleBinding, samplePass } from "./sample-records.ts";
import { scratchFolder } from "./scratch.ts";

const TABLES = ["run_started", "run_ended", "kept_sector", "lot_bound", "lot_serial"];

/** What any program with the file in its hands could try. */
const openRaw = (): DatabaseSync => {
  const folder = scratchFolder();
  using journal = openJournal(folder, { mode: "write" });
  journal.endRun(samplePass({ run: "R1" }));
  const at = "2026-03-01T10:00:00.000Z";
  journal.keepSector({ run: "R1", serial: "SN0001", address: 0, bytes: new Uint8Array(4), at });
  journal.bindLot(sampleBinding());
  return new DatabaseSync(join(folder, "journal.sqlite"), { enableForeignKeyConstraints: false });
};

test.each(TABLES)("rows of %s can be added, not changed, removed or replaced", (table) => {
  using raw = openRaw();
  const before = raw.prepare(`SELECT * FROM ${table}`).all();
  expect(before.length).toBeGreaterThan(0);
  const attempts = [
    `UPDATE ${table} SET rowid = rowid + 1`,
    `UPDATE OR REPLACE ${table} SET rowid = rowid`,
    `DELETE FROM ${table}`,
    `INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`,
    `REPLACE INTO ${table} SELECT * FROM ${table}`,
  ];
  for (const sql of attempts) {
    expect(() => raw.exec(sql), sql).toThrow(/append-only|already in the journal/);
  }
  expect(raw.prepare(`SELECT * FROM ${table}`).all()).toEqual(before);
});

test("every table is guarded", () => {
  using raw = openRaw();
  const names = raw
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map((row) => row.name);
  expect(names.sort()).toEqual([...TABLES].sort());
});
