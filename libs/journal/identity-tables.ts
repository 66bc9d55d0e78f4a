/**
 * The ledger of identities: what version 2 of the tables added. An entry has the values of one
 * board; a reservation gives it to one serial for ever; events tell what became of it since.
 */
export const IDENTITY_TABLES = `
CREATE TABLE identity_pool (
  pool TEXT NOT NULL PRIMARY KEY,
  fields TEXT NOT NULL CHECK (json_valid(fields)),
  at TEXT NOT NULL
) STRICT;

CREATE TABLE identity_entry (
  id INTEGER PRIMARY KEY,
  entry TEXT NOT NULL UNIQUE,
  pool TEXT REFERENCES identity_pool (pool),
  bound TEXT,
  origin TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX identity_entry_pool ON identity_entry (pool, id) WHERE bound IS NULL;
CREATE UNIQUE INDEX identity_entry_bound ON identity_entry (pool, bound) WHERE bound IS NOT NULL;

CREATE TABLE identity_value (
  entry TEXT NOT NULL REFERENCES identity_entry (entry),
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  kind TEXT,
  PRIMARY KEY (entry, field)
) STRICT;
CREATE UNIQUE INDEX identity_value_once ON identity_value (kind, value COLLATE NOCASE) WHERE kind IS NOT NULL;

CREATE TABLE identity_reservation (
  entry TEXT NOT NULL PRIMARY KEY REFERENCES identity_entry (entry),
  pool TEXT,
  serial TEXT NOT NULL,
  in_order INTEGER,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX identity_reservation_serial ON identity_reservation (serial, pool);
CREATE INDEX identity_reservation_order ON identity_reservation (pool, in_order);

CREATE TABLE identity_event (
  id INTEGER PRIMARY KEY,
  entry TEXT NOT NULL,
  serial TEXT NOT NULL,
  run TEXT,
  state TEXT NOT NULL
    CHECK (state IN ('sent', 'unsent', 'intended', 'written', 'verified', 'released', 'quarantined')),
  board_mac TEXT,
  given_mac TEXT,
  elsewhere TEXT,
  fields TEXT CHECK (fields IS NULL OR json_valid(fields)),
  note TEXT,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX identity_event_entry ON identity_event (entry, id);
CREATE INDEX identity_event_given ON identity_event (given_mac) WHERE given_mac IS NOT NULL;
CREATE INDEX identity_event_board ON identity_event (board_mac) WHERE board_mac IS NOT NULL;
CREATE UNIQUE INDEX identity_event_once ON identity_event (run, entry, state) WHERE run IS NOT NULL;
`;

/** What makes a row of each table one that is there already. */
export const IDENTITY_KEYS: Readonly<Record<string, string>> = {
  identity_pool: "pool = NEW.pool",
  identity_entry: "id = NEW.id OR entry = NEW.entry OR (pool = NEW.pool AND bound = NEW.bound)",
  identity_value:
    "(entry = NEW.entry AND field = NEW.field) OR (kind = NEW.kind AND value = NEW.value COLLATE NOCASE)",
  identity_reservation: "entry = NEW.entry",
  identity_event: "id = NEW.id OR (run = NEW.run AND entry = NEW.entry AND state = NEW.state)",
};
