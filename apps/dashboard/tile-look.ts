import type { FixtureState } from "../../libs/station/fixture-state.ts";
import { standingResult, tileFace } from "../../libs/station/tile-state.ts";
import type { Symbols } from "./symbols.ts";
import type { Tone } from "./tone.ts";

/** A tile's word, symbol and fill: the same thing said three times. */
export interface TileLook {
  readonly word: string;
  readonly symbol: string;
  readonly tone: Tone;
  /** The code under it. Not escaped. */
  readonly cause: string | null;
}

/** How a fixture's tile looks. */
export const tileLook = (fixture: FixtureState, symbols: Symbols): TileLook => {
  const { state, word, cause } = tileFace(fixture);
  const said = { word, cause };
  switch (state) {
    case "EMPTY":
      return { ...said, symbol: symbols.quiet, tone: "empty" };
    case "READY":
      return { ...said, symbol: symbols.ready, tone: "ready" };
    case "RUNNING":
      return { ...said, symbol: symbols.running, tone: "working" };
    case "PASS":
      return { ...said, symbol: symbols.pass, tone: "pass" };
    case "FAIL": {
      const verdict = standingResult(fixture)?.outcome ?? "fail";
      return { ...said, symbol: symbols[verdict], tone: verdict };
    }
    case "RETRY":
      return { ...said, symbol: symbols.retry, tone: "retry" };
    case "QUARANTINE":
      return { ...said, symbol: symbols.quarantine, tone: "quarantine" };
    case "LOCKED":
      return { ...said, symbol: symbols.locked, tone: "locked" };
  }
};
