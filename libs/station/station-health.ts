/**
 * What a line lives on. `disk`: of the data folder: `low` has room for some hours, `full` for no record more,
 * `unknown` cannot be asked.
 */
export interface StationHealth {
  readonly journal: "good" | "failing";
  readonly disk: "good" | "low" | "full" | "unknown";
  readonly redis: "up" | "away";
}
