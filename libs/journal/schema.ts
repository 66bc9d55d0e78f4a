import type { DatabaseSync } from "node:sqlite";
import { CHAIN_KEYS, CHAIN_SINCE, CHAIN_TABLES } from "./chain-tables.ts";
import { DECISION_KEYS, DECISION_TABLES } from "./decision-tables.ts";
import { DELIVERY_FILLING, DELIVERY_KEYS, DELIVERY_TABLES } from "./delivery-tables.ts";
import { HANDOVER_FILLING, HANDOVER_KEYS, HANDOVER_TABLES } from "./handover-tables.ts";
import { DROP_KEYS, DROP_TABLE } from "./identity-drops.ts";
import { IDENTITY_KEYS, IDENTITY_TABLES } from "./identity-tables.ts";
import { keepChain, nameJournal } from "./keep-chain.ts";
import { KEPT_SECTOR_COLUMNS } from "./kept-sector.ts";
import { MET_BOARD_KEYS, MET_BOARD_TABLE } from "./met-board.ts";
import { BOARD_INDEX, UNBRICK_INDEX } from "./serial-rows.ts";

const TABLES = `
CREATE TABLE run_started (
  run TEXT NOT NULL PRIMARY KEY,
  lot TEXT NOT NULL,
  serial TEXT NOT NULL,
  fixture TEXT NOT NULL,
  station TEXT NOT NULL,
  started_at TEXT NOT NULL,
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
CREATE INDEX run_started_lot ON run_started (lot, serial);
CREATE INDEX run_started_serial ON run_started (serial);
CREATE INDEX run_started_at ON run_started (started_at, run);

CREATE TABLE run_ended (
  run TEXT NOT NULL PRIMARY KEY REFERENCES run_started (run),
  ended_at TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'fail', 'error', 'aborted')),
  failure_code TEXT CHECK (verdict <> 'pass' OR failure_code IS NULL),
  mac TEXT,
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
CREATE INDEX run_ended_mac ON run_ended (mac) WHERE verdict = 'pass';

CREATE TABLE kept_sector (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL REFERENCES run_started (run),
  serial TEXT NOT NULL,
  address INTEGER NOT NULL,
  at TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE INDEX kept_sector_serial ON kept_sector (serial);

CREATE TABLE lot_bound (
  lot TEXT NOT NULL PRIMARY KEY,
  started_at TEXT NOT NULL,
  recipes TEXT NOT NULL CHECK (json_valid(recipes)),
  images TEXT NOT NULL CHECK (json_valid(images))
) STRICT;

CREATE TABLE lot_serial (
  id INTEGER PRIMARY KEY,
  lot TEXT NOT NULL REFERENCES lot_bound (lot),
  serial TEXT NOT NULL,
  UNIQUE (lot, serial)
) STRICT;
`;

const KEYS: Readonly<Record<string, string>> = {
  run_started: "run = NEW.run",
  run_ended: "run = NEW.run",
  kept_sector: "id = NEW.id",
  lot_bound: "lot = NEW.lot",
  lot_serial: "lot = NEW.lot AND serial = NEW.serial",
};

/** Rows are added and stay. The insert trigger is for INSERT OR REPLACE, which fires no delete trigger. */
const appendOnly = (table: string, key: string): string => `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table}
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table}
WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${key})
BEGIN SELECT RAISE(ABORT, 'already in the journal'); END;
`;

const guarded = (tables: string, keys: Readonly<Record<string, string>>): string =>
  [tables, ...Object.entries(keys).map(([table, key]) => appendOnly(table, key))].join("\n");

/**
 * What each version added to the one before it: the first makes a journal of an empty file. From that of the
 * chain on all rows are chained, in new tables, too; a column that is added is null in rows of before.
 */
const STEPS: readonly string[] = [
  guarded(TABLES, KEYS),
  `${guarded(IDENTITY_TABLES, IDENTITY_KEYS)}${KEPT_SECTOR_COLUMNS}`,
  guarded(MET_BOARD_TABLE, MET_BOARD_KEYS),
  guarded(DROP_TABLE, DROP_KEYS),
  `${guarded(DELIVERY_TABLES, DELIVERY_KEYS)}${DELIVERY_FILLING}${BOARD_INDEX}`,
  `${guarded(HANDOVER_TABLES, HANDOVER_KEYS)}${HANDOVER_FILLING}`,
  guarded(CHAIN_TABLES, CHAIN_KEYS),
  guarded(DECISION_TABLES, DECISION_KEYS),
  UNBRICK_INDEX,
];

/** Version of the tables. A journal with a higher one was written by a newer program. */
export const SCHEMA_VERSION = STEPS.length;

/**
 * Brings a journal from version `from` (0: an empty file) to that of `to`; to be called in one transaction, on a
 * connection that knows `registerChainHash`. Throws what SQLite throws.
 */
export const migrate = (database: DatabaseSync, from: number, to = SCHEMA_VERSION): void => {
  for (const [n, step] of STEPS.entries()) {
    if (n < from || n >= to) continue;
    database.exec(step);
    if (n + 1 === CHAIN_SINCE) nameJournal(database);
    if (n + 1 >= CHAIN_SINCE) keepChain(database);
  }
  database.exec(`PRAGMA user_version = ${to};`);
};
