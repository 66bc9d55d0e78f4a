import type { CheckPurpose } from "../run/purpose.ts";
import type { Parameters } from "./journal-database.ts";

/** Which runs; all where nothing is named. */
export interface RunFilter {
  readonly lot?: string | undefined;
  readonly serial?: string | undefined;
  /** ISO time: runs that started then or later. */
  readonly since?: string | undefined;
  /** ISO time: runs that started before. */
  readonly until?: string | undefined;
  readonly fixtures?: readonly string[] | undefined;
  /** Of the host that ran them. */
  readonly station?: string | undefined;
  /** Runs of before there were any others made products, and do not say so. */
  readonly purposes?: readonly CheckPurpose[] | undefined;
}

/** A filter as SQL over `run_started s`, values bound by name. */
export const conditionsOf = (
  filter: RunFilter,
): { readonly sql: string; readonly parameters: Parameters } => {
  const asked = Object.entries({
    lot: filter.lot,
    serial: filter.serial,
    since: filter.since,
    until: filter.until,
    station: filter.station,
    fixtures: filter.fixtures && JSON.stringify(filter.fixtures),
    purposes: filter.purposes && JSON.stringify(filter.purposes),
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
  purposes: "s.record ->> '$.purpose' IN (SELECT value FROM json_each(:purposes))",
} as const;
