/**
 * What becomes of records outside: `delivery_order` has every ended run in the order it came into the
 * journal, whoever wrote it; a mark tells that all up to its place were delivered; a failure, why the
 * one at its place was not. A place never changes, rows have no other order that SQLite promises.
 */
export const DELIVERY_TABLES = `
CREATE TABLE delivery_order (
  place INTEGER PRIMARY KEY,
  run TEXT NOT NULL UNIQUE REFERENCES run_ended (run)
) STRICT;

CREATE TABLE delivery_mark (
  place INTEGER PRIMARY KEY REFERENCES delivery_order (place),
  receiver TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE delivery_failure (
  id INTEGER PRIMARY KEY,
  place INTEGER NOT NULL REFERENCES delivery_order (place),
  receiver TEXT NOT NULL,
  problem TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX delivery_failure_place ON delivery_failure (place, id);
`;

/** What makes a row of each table one that is there already. */
export const DELIVERY_KEYS: Readonly<Record<string, string>> = {
  delivery_order: "place = NEW.place OR run = NEW.run",
  delivery_mark: "place = NEW.place",
  delivery_failure: "id = NEW.id",
};

/** A journal of an older program has runs already; those of programs that still write it are added, too. */
export const DELIVERY_FILLING = `
INSERT INTO delivery_order (run) SELECT run FROM run_ended ORDER BY rowid;
CREATE TRIGGER run_ended_in_order AFTER INSERT ON run_ended
BEGIN INSERT INTO delivery_order (run) VALUES (NEW.run); END;
`;
