import type { JournalDatabase, Row } from "./journal-database.ts";

/** A place of the chain, and what it says of all rows up to there. */
export interface ChainPlace {
  /** From 1. */
  readonly place: number;
  /** 64 hex digits. */
  readonly hash: string;
}

/** Where a journal's chain ends: who keeps it elsewhere can tell later whether all up to there is as it was. */
export interface JournalHead extends ChainPlace {
  /** The journal's id, ULID. */
  readonly journal: string;
}

const HEX_HASH = "lower(hex(hash))";
const HEX = `${HEX_HASH} AS hash`;

/** Whether it has a chain: the journal of an older program that is only read has none. */
export const hasChain = (database: JournalDatabase): boolean =>
  database.first("SELECT 1 FROM sqlite_schema WHERE name = 'journal_id'", {}) !== undefined;

/** Where the chain ends. */
export const selectHead = (database: JournalDatabase): JournalHead | undefined => {
  if (!hasChain(database)) return undefined;
  const row = database.first(
    `SELECT journal, place, ${HEX} FROM journal_id, chain ORDER BY place DESC LIMIT 1`,
    {},
  );
  return row && { journal: database.text(row, "journal"), ...placeIn(database, row) };
};

/** The place of a run's end. */
export const selectPlaceOf = (database: JournalDatabase, run: string): ChainPlace | undefined => {
  if (!hasChain(database)) return undefined;
  const row = database.first(
    `SELECT place, ${HEX} FROM chain WHERE row_of = 'run_ended' AND key = json_array(:run)`,
    { run },
  );
  return row && placeIn(database, row);
};

/** Whether the chain has this place with this hash. */
export const selectHasHead = (
  database: JournalDatabase,
  { journal, place, hash }: JournalHead,
): boolean =>
  hasChain(database) &&
  database.first(
    `SELECT 1 FROM journal_id, chain WHERE journal = :journal AND place = :place AND ${HEX_HASH} = :hash`,
    { journal, place, hash },
  ) !== undefined;

const placeIn = (database: JournalDatabase, row: Row): ChainPlace => ({
  place: Number(row.place),
  hash: database.text(row, "hash"),
});
