import type { YieldLimits } from "../../libs/jig/yield-limits-schema.ts";
import type { LineState } from "../../libs/station/line-state.ts";
import type { SourceHealth } from "./dashboard-source.ts";
import type { Symbols } from "./symbols.ts";

/** What a header tells. */
export interface HeaderContent {
  readonly line: LineState;
  readonly health: SourceHealth;
  readonly limits: YieldLimits;
  readonly symbols: Symbols;
  /** Ms since 1970. */
  readonly now: number;
}
