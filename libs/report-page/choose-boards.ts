import type { SerialRow } from "../report/serial-row.ts";
import type { LotSummary } from "../report/summarise-lot.ts";

/** So many boards a page names at most: some twelve sheets of paper. */
export const MOST_BOARDS = 500;

/** A lot with the boards of it that the page names. */
export interface ShownLot {
  readonly lot: LotSummary;
  /** In the order of the lot. */
  readonly rows: readonly SerialRow[];
}

/**
 * The boards that a page names: all where they are few, else first those that did not pass, of the latest
 * lots first, then those that never ran; passed ones only where every board has room.
 */
export const chooseBoards = (
  lots: readonly LotSummary[],
  most: number = MOST_BOARDS,
): readonly ShownLot[] => {
  const all = lots.reduce((sum, { rows }) => sum + rows.length, 0);
  if (all <= most) return lots.map((lot) => ({ lot, rows: lot.rows }));
  const latestFirst = lots.toReversed().flatMap(({ rows }) => rows);
  const chosen = new Set(
    [
      ...latestFirst.filter(({ verdict }) => verdict !== "pass" && verdict !== "not-run"),
      ...latestFirst.filter(({ verdict }) => verdict === "not-run"),
    ].slice(0, most),
  );
  return lots
    .map((lot) => ({ lot, rows: lot.rows.filter((row) => chosen.has(row)) }))
    .filter(({ rows }) => rows.length > 0);
};
