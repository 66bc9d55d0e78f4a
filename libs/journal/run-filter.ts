import type { Parameters } from "./journal-database.ts";

/** Which ended runs; all where nothing is named. */
export interface RunFilter {
  readonly lot?: string | undefined;
  readonly serial?: string | undefined;
  /** ISO time: runs that started then or later. */
  readonly since?: string | undefined;
  /** ISO time: runs that started before. */
  readonly until?: string | undefined;
  readonly fixtures?: readonly string[] | undefined;
}

/** Which open runs; all where nothing is named. */
export interface OpenRunFilter extends RunFilter {
  readonly station?: string | undefined;
}

/** A filter as SQL over `run_started s`, values bound by name. */
export const conditionsOf = (
  filter: OpenRunFilter,
): { readonly sql: string; readonly parameters: Parameters } => {
  const asked = Object.entries({
    lot: filter.lot,
    serial: filter.serial,
    since: filter.since,
    until: filter.until,
    station: filter.station,
    fixtures: filter.fixtures && JSON.stringify(filter.fixtures),
  }).filter((entry): entry is [keyof typeof CONDITIONS, string] => entry[1] !== undefined);
  return {
    sql: ["TRUE", ...asked.map(([name]) => CONDITIONS[name])].join(" AND "),
    parameters: Object.fromEntries(asked),
  };
};

const CONDITIONS = {
  lot: "s.lot = :lot",
  serial: "s.serial = :serial",
  since: "s.started_at >= :since",
  until: "s.started_at < :until",
  station: "s.station = :station",
  fixtures: "s.fixture IN (SELECT value FROM json_each(:fixtures))",
} as const;
