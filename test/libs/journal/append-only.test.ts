import type { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { rawJournal } from "../../support/raw-journal.ts";
import { sampleBinding, samplePass, sampleSector, sampleStart } from "./sample-records.ts";
import { scratchFolder } from "./scratch.ts";

const TABLES = [
  ...["run_started", "run_ended", "kept_sector", "lot_bound", "lot_serial", "board_met"],
  ...["identity_pool", "identity_entry", "identity_value"],
  ...["identity_reservation", "identity_event", "identity_drop"],
  ...["delivery_order", "delivery_mark", "delivery_failure"],
  ...["run_target", "handover_order", "handover_mark", "run_void"],
  ...["run_sent", "run_let_go", "record_brought"],
  ...["journal_id", "chain"],
];

const LEDGER = `
INSERT INTO identity_pool VALUES ('p', '["mac"]', 'now');
INSERT INTO identity_entry VALUES (1, 'E1', 'p', 'SN1', 'a.csv:2', 'now'), (2, 'E2', NULL, NULL, 'x', 'now'),
  (3, 'E3', 'p', NULL, 'a.csv:3', 'now');
INSERT INTO identity_drop VALUES ('E3', 'eva', 'now');
INSERT INTO identity_value VALUES ('E1', 'mac', '02', 'mac'), ('E2', 'pin', '1', NULL);
INSERT INTO identity_reservation VALUES ('E1', 'p', 'SN1', NULL, 'now');
INSERT INTO identity_event (entry, serial, run, state, at) VALUES
  ('E1', 'SN1', 'R1', 'intended', 'now'), ('E1', 'SN1', NULL, 'released', 'now');
INSERT INTO delivery_mark VALUES (1, 'https://mes', 'now');
INSERT INTO delivery_failure VALUES (1, 1, 'https://mes', 'away', 'now');
INSERT INTO handover_mark VALUES (1, 'LINE', 1, 'now');
INSERT INTO run_void VALUES ('R2', 'now');
INSERT INTO run_sent VALUES ('R3', 'L1', 'SN3', 'F01', 1, 'product', 's', 'J', 'now');
INSERT INTO run_let_go VALUES ('R3', 'said', 'eva', 'now');
INSERT INTO record_brought VALUES (1, 'J', 'R4', 1, 'h', 's', 'refused', '{}', 'now');
`;

/** What any program with the file in its hands could try. */
const openRaw = (): DatabaseSync => {
  const folder = scratchFolder();
  using journal = openJournal(folder, { mode: "write" });
  journal.startRun(sampleStart({ run: "R1" }), "LINE");
  journal.endRun(samplePass({ run: "R1" }));
  journal.keepSector(sampleSector({ run: "R1" }));
  journal.bindLot(sampleBinding());
  journal.meetBoard({ run: "R1", mac: "c8478c000001", at: "now" });
  const raw = rawJournal(folder, { enableForeignKeyConstraints: false });
  raw.exec(LEDGER);
  return raw;
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
