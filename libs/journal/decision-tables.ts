/**
 * Who or what locked and unlocked fixtures, paused, resumed and closed lots, and why; `runs` are the ids of those that
 * led to it, as JSON. A fixture is known by its jig's name and its own.
 */
export const DECISION_TABLES = `
CREATE TABLE line_decision (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('lock', 'unlock', 'pause', 'resume', 'close')),
  cause TEXT NOT NULL CHECK (cause IN ('hand', 'check', 'policy')),
  jig TEXT NOT NULL,
  fixture TEXT CHECK ((fixture IS NOT NULL) = (kind IN ('lock', 'unlock'))),
  lot TEXT,
  decided_by TEXT,
  why TEXT,
  detail TEXT,
  runs TEXT NOT NULL CHECK (json_valid(runs)),
  station TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX line_decision_fixture ON line_decision (jig, fixture, id);
CREATE INDEX line_decision_lot ON line_decision (lot, id);
`;

/** What makes a row one that is there already. */
export const DECISION_KEYS: Readonly<Record<string, string>> = { line_decision: "id = NEW.id" };

/** The first version of the tables that has these. */
export const DECISIONS_SINCE = 8;
