import type { RunEvent } from "../../libs/run/run-event.ts";
import type { StationEvent } from "../../libs/station/station-event.ts";
import type { RoundFacts } from "./round-facts.ts";

/** What was heard, and when: ms since the epoch, as all times here. */
export interface Heard<Thing> {
  readonly at: number;
  readonly thing: Thing;
}

/** When the far station was cut off, and when its cable was put back; undefined: the lot was over before. */
export interface Cut {
  readonly from: number;
  readonly to: number;
}

/** All that a lot on two stations left, one of which was cut off. */
export interface CutFacts {
  readonly round: RoundFacts;
  readonly farFixtures: readonly string[];
  readonly cut: Cut | undefined;
  /** What the lot told. */
  readonly line: readonly Heard<StationEvent>[];
  /** What the far station told on its own host. */
  readonly far: readonly Heard<RunEvent>[];
  /** Lines of the lot's standard error: what its operator reads. */
  readonly words: readonly Heard<string>[];
  /** Lines of the far worker's. */
  readonly farWords: readonly Heard<string>[];
}
