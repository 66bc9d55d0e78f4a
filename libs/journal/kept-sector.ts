import type { SectorRewrite } from "../run/board-journal.ts";
import type { JournalDatabase } from "./journal-database.ts";

/** A sector of the board's own before its erase, and what it shall hold. */
export interface KeptSector extends SectorRewrite {
  readonly run: string;
  readonly serial: string;
  /** ISO time. */
  readonly at: string;
}

/** What version 2 added: nobody had kept a sector before. */
export const KEPT_SECTOR_COLUMNS = `
ALTER TABLE kept_sector ADD COLUMN intended BLOB;
ALTER TABLE kept_sector ADD COLUMN board TEXT CHECK (board IS NULL OR json_valid(board));
`;

/** Adds a sector; its run must have started. */
export const insertSector = (database: JournalDatabase, sector: KeptSector): void =>
  database.run(
    `INSERT INTO kept_sector (run, serial, address, at, bytes, intended, board)
     VALUES (:run, :serial, :address, :at, :before, :intended, :board)`,
    {
      run: sector.run,
      serial: sector.serial,
      address: sector.address,
      at: sector.at,
      before: sector.before,
      intended: sector.intended,
      board: JSON.stringify(sector.board),
    },
  );

/** Every sector saved of a serial, oldest first; none in a journal of version 1 that is only read. */
export const selectSectors = (database: JournalDatabase, serial: string): readonly KeptSector[] => {
  const column = "SELECT 1 FROM pragma_table_info('kept_sector') WHERE name = 'board'";
  if (database.first(column, {}) === undefined) return [];
  return database
    .rows(
      `SELECT * FROM kept_sector
       WHERE serial = :serial AND intended IS NOT NULL AND board IS NOT NULL ORDER BY id`,
      { serial },
    )
    .map((row) => ({
      run: database.text(row, "run"),
      serial,
      address: Number(row.address),
      before: database.bytes(row, "bytes"),
      intended: database.bytes(row, "intended"),
      board: JSON.parse(database.text(row, "board")),
      at: database.text(row, "at"),
    }));
};
