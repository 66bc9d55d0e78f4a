import type { DatabaseSync } from "node:sqlite";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { rawJournal } from "../../support/raw-journal.ts";
import { sampleBinding, samplePass, sampleSector, sampleStart } from "./sample-records.ts";
import { scratchFolder } from "./scratch.ts";

/** Every table of a journal. */
export const TABLES = [
  ...["run_started", "run_ended", "kept_sector", "lot_bound", "lot_serial", "board_met"],
  ...["identity_pool", "identity_entry", "identity_value"],
  ...["identity_reservation", "identity_event", "identity_drop"],
  ...["delivery_order", "delivery_mark", "delivery_failure"],
  ...["run_target", "handover_order", "handover_mark", "run_void"],
  ...["run_sent", "run_let_go", "record_brought", "line_decision"],
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
INSERT INTO line_decision VALUES
  (1, 'lock', 'policy', 'j', 'F01', 'L1', NULL, 'why', NULL, '["R1"]', 's', 'now');
INSERT INTO record_brought VALUES (1, 'J', 'R4', 1, 'h', 's', 'refused', '{}', 'now');
`;

/** A journal with rows in every table, open as any program could have it that chains what it adds. */
export const openRaw = (folder = scratchFolder()): DatabaseSync => {
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
