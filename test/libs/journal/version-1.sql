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


CREATE TRIGGER run_started_no_update BEFORE UPDATE ON run_started
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER run_started_no_delete BEFORE DELETE ON run_started
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER run_started_no_replace BEFORE INSERT ON run_started
WHEN EXISTS (SELECT 1 FROM run_started WHERE run = NEW.run)
BEGIN SELECT RAISE(ABORT, 'already in the journal'); END;


CREATE TRIGGER run_ended_no_update BEFORE UPDATE ON run_ended
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER run_ended_no_delete BEFORE DELETE ON run_ended
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER run_ended_no_replace BEFORE INSERT ON run_ended
WHEN EXISTS (SELECT 1 FROM run_ended WHERE run = NEW.run)
BEGIN SELECT RAISE(ABORT, 'already in the journal'); END;


CREATE TRIGGER kept_sector_no_update BEFORE UPDATE ON kept_sector
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER kept_sector_no_delete BEFORE DELETE ON kept_sector
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER kept_sector_no_replace BEFORE INSERT ON kept_sector
WHEN EXISTS (SELECT 1 FROM kept_sector WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'already in the journal'); END;


CREATE TRIGGER lot_bound_no_update BEFORE UPDATE ON lot_bound
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER lot_bound_no_delete BEFORE DELETE ON lot_bound
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER lot_bound_no_replace BEFORE INSERT ON lot_bound
WHEN EXISTS (SELECT 1 FROM lot_bound WHERE lot = NEW.lot)
BEGIN SELECT RAISE(ABORT, 'already in the journal'); END;


CREATE TRIGGER lot_serial_no_update BEFORE UPDATE ON lot_serial
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER lot_serial_no_delete BEFORE DELETE ON lot_serial
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER lot_serial_no_replace BEFORE INSERT ON lot_serial
WHEN EXISTS (SELECT 1 FROM lot_serial WHERE lot = NEW.lot AND serial = NEW.serial)
BEGIN SELECT RAISE(ABORT, 'already in the journal'); END;

PRAGMA user_version = 1;
