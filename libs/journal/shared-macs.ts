import type { JournalDatabase } from "./journal-database.ts";

/** A MAC with which several serials of one lot have passed. */
export interface SharedMac {
  readonly lot: string;
  /** 12 hex digits, as boards were found; one that many boards have may be among them. */
  readonly mac: string;
  /** Two or more. */
  readonly serials: readonly string[];
}

/** Whose: those of one lot, or one MAC (12 hex digits) alone; all where nothing is named. */
export interface SharedMacFilter {
  readonly lot?: string | undefined;
  readonly mac?: string | undefined;
}

/** Such MACs, by lot. */
export const selectSharedMacs = (
  database: JournalDatabase,
  { lot, mac }: SharedMacFilter,
): readonly SharedMac[] => {
  const asked = [
    ...(lot === undefined ? [] : ["s.lot = :lot"]),
    ...(mac === undefined ? [] : ["e.mac = :mac"]),
  ];
  return database
    .rows(
      `SELECT s.lot, e.mac, json_group_array(DISTINCT s.serial) AS serials
       FROM run_ended e JOIN run_started s ON s.run = e.run
       WHERE e.verdict = 'pass' AND e.mac IS NOT NULL AND ${asked.join(" AND ") || MET_TWICE}
       GROUP BY e.mac, s.lot HAVING count(DISTINCT s.serial) > 1 ORDER BY s.lot, e.mac`,
      { ...(lot !== undefined && { lot }), ...(mac !== undefined && { mac }) },
    )
    .map((row) => ({
      lot: database.text(row, "lot"),
      mac: database.text(row, "mac"),
      serials: database.json<string[]>(row, "serials"),
    }));
};

/** Of a whole journal: an index answers, and few rows of runs are read. */
const MET_TWICE =
  "e.mac IN (SELECT mac FROM run_ended WHERE verdict = 'pass' GROUP BY mac HAVING count(*) > 1)";
