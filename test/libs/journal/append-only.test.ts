import { expect, test } from "vitest";
import { openRaw, TABLES } from "./full-journal.ts";

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

test.each([
  [
    "a second entry for a serial's row",
    "INTO identity_entry VALUES (9, 'E9', 'p', 'SN1', 'b', 'now')",
  ],
  ["a MAC in a second entry", "INTO identity_value VALUES ('E2', 'mac2', '02', 'mac')"],
  [
    "an entry for a second serial",
    "INTO identity_reservation VALUES ('E1', 'p', 'SN2', NULL, 'now')",
  ],
  [
    "a run's step a second time",
    "INTO identity_event (entry, serial, run, state, at) VALUES ('E1', 'SN9', 'R1', 'intended', 'now')",
  ],
])("%s is not taken, not even in place of the first", (_, rest) => {
  using raw = openRaw();
  for (const verb of ["INSERT", "INSERT OR REPLACE"]) {
    expect(() => raw.exec(`${verb} ${rest}`)).toThrow(/already in the journal/);
  }
});

test("every table is guarded", () => {
  using raw = openRaw();
  const names = raw
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map((row) => row.name);
  expect(names.sort()).toEqual([...TABLES].sort());
});

test("what a serial has is not dropped, and what was dropped is no serial's, whoever writes", () => {
  using raw = openRaw();
  const drop = "INSERT INTO identity_drop VALUES ('E1', 'eva', 'now')";
  expect(() => raw.exec(drop)).toThrow(/a serial has it/);
  const reserve = "INSERT INTO identity_reservation VALUES ('E3', 'p', 'SN3', 3, 'now')";
  expect(() => raw.exec(reserve)).toThrow(/it was dropped/);
  const again = "INSERT INTO identity_value VALUES ('E3', 'mac', '02', 'mac')";
  expect(() => raw.exec(again)).toThrow(/already in the journal/);
});
