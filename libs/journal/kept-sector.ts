import type { JournalDatabase } from "./journal-database.ts";

/** A flash sector as it was before its erase. */
export interface KeptSector {
  readonly run: string;
  readonly serial: string;
  /** Of its first byte. */
  readonly address: number;
  readonly bytes: Uint8Array;
  /** ISO time. */
  readonly at: string;
}

/** Adds a sector; its run must have started. */
export const insertSector = (database: JournalDatabase, sector: KeptSector): void =>
  database.run(
    `INSERT INTO kept_sector (run, serial, address, at, bytes)
     VALUES (:run, :serial, :address, :at, :bytes)`,
    {
      run: sector.run,
      serial: sector.serial,
      address: sector.address,
      at: sector.at,
      bytes: sector.bytes,
    },
  );

/** Every sector saved of a serial, oldest first. */
export const selectSectors = (database: JournalDatabase, serial: string): readonly KeptSector[] =>
  database
    .rows("SELECT * FROM kept_sector WHERE serial = :serial ORDER BY id", { serial })
    .map((row) => ({
      run: database.text(row, "run"),
      serial,
      address: Number(row.address),
      bytes: database.bytes(row, "bytes"),
      at: database.text(row, "at"),
    }));
