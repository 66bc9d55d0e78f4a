/**
 * How records come from a worker's journal into the line's. In the worker's: for which journal a run is
 * done, its ended runs for others in the order they ended, how far each of those has them, and runs that
 * were told off before they began. In the line's: every run before it is sent, which of them are surely
 * not done or given up by a person, and every record that was brought, with its place in its own journal.
 */
export const HANDOVER_TABLES = `
CREATE TABLE run_target (
  run TEXT NOT NULL PRIMARY KEY REFERENCES run_started (run),
  target TEXT NOT NULL
) STRICT;

CREATE TABLE handover_order (
  place INTEGER PRIMARY KEY,
  target TEXT NOT NULL,
  run TEXT NOT NULL UNIQUE REFERENCES run_ended (run)
) STRICT;
CREATE INDEX handover_order_target ON handover_order (target, place);

CREATE TABLE handover_mark (
  id INTEGER PRIMARY KEY,
  target TEXT NOT NULL,
  place INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX handover_mark_target ON handover_mark (target, id);

CREATE TABLE run_void (
  run TEXT NOT NULL PRIMARY KEY,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE run_sent (
  run TEXT NOT NULL PRIMARY KEY,
  lot TEXT NOT NULL,
  serial TEXT NOT NULL,
  fixture TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  station TEXT NOT NULL,
  journal TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX run_sent_lot ON run_sent (lot, serial);

CREATE TABLE run_let_go (
  run TEXT NOT NULL PRIMARY KEY REFERENCES run_sent (run),
  why TEXT NOT NULL CHECK (why IN ('never-began', 'said')),
  said_by TEXT CHECK ((why = 'said') = (said_by IS NOT NULL)),
  at TEXT NOT NULL
) STRICT;

CREATE TABLE record_brought (
  id INTEGER PRIMARY KEY,
  journal TEXT NOT NULL,
  run TEXT NOT NULL,
  place INTEGER NOT NULL,
  hash TEXT NOT NULL,
  station TEXT NOT NULL,
  fate TEXT NOT NULL CHECK (fate IN ('stored', 'refused', 'unreadable')),
  record TEXT CHECK ((fate = 'stored') = (record IS NULL)),
  at TEXT NOT NULL,
  UNIQUE (journal, run, hash)
) STRICT;
CREATE INDEX record_brought_run ON record_brought (run);
CREATE INDEX record_brought_journal ON record_brought (journal, id);
`;

/** What makes a row of each table one that is there already. */
export const HANDOVER_KEYS: Readonly<Record<string, string>> = {
  run_target: "run = NEW.run",
  handover_order: "place = NEW.place OR run = NEW.run",
  handover_mark: "id = NEW.id",
  run_void: "run = NEW.run",
  run_sent: "run = NEW.run",
  run_let_go: "run = NEW.run",
  record_brought: "id = NEW.id OR (journal = NEW.journal AND run = NEW.run AND hash = NEW.hash)",
};

/** Whoever ends a run that was done for another journal: it is to be brought there. */
export const HANDOVER_FILLING = `
CREATE TRIGGER run_ended_for_others AFTER INSERT ON run_ended
WHEN EXISTS (SELECT 1 FROM run_target WHERE run = NEW.run)
BEGIN
  INSERT INTO handover_order (target, run)
  SELECT target, run FROM run_target WHERE run = NEW.run;
END;
`;

/** The first version of the tables that has these. */
export const HANDOVER_SINCE = 6;
