import { JOURNAL_TROUBLES } from "../failure/journal-trouble.ts";
import type { RedisHealth } from "./redis-health.ts";

/** How the journals of a line can be. */
export const JOURNAL_HEALTHS = ["good", ...JOURNAL_TROUBLES] as const;

/**
 * What a line lives on. `journal`: the coordinator's own, else the first worker's that is not good. `disk`: of the data folder: `low` has room for some hours, `full` for no record more,
 * `unknown` cannot be asked.
 */
export interface StationHealth {
  readonly journal: (typeof JOURNAL_HEALTHS)[number];
  readonly disk: "good" | "low" | "full" | "unknown";
  readonly redis: RedisHealth;
}
