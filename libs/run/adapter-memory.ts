import type { FailedRate } from "../flasher/link-board.ts";

/** What to ask of an adapter, and why it is not what the recipe wants. */
export interface RateAdvice {
  /** In baud. */
  readonly baud: number;
  /** For the record; undefined where the wanted rate may be asked for. */
  readonly note: string | undefined;
}

/** How a run fared with its rates. */
export interface RateExperience {
  readonly serial: string;
  readonly failed: readonly FailedRate[];
  /** The rate the board was flashed at, if it passed. */
  readonly passedAt: number | undefined;
}

/** What a station remembers of the adapter behind one flash port. Nothing here ever throws. */
export interface AdapterMemory {
  /** The fastest rate up to `wanted` that is not known to fail. */
  advise(wanted: number): RateAdvice;
  /** Takes in what a run has shown. */
  learn(experience: RateExperience): void;
}
