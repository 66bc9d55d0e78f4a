import type { RunFacts } from "../run/run-facts.ts";
import type { Twins } from "./twins.ts";

/** A board of a lot; each is one object, so that runs of one board are known by it. */
export interface Board {
  readonly lot: string;
  readonly serial: string;
}

/** A run that counts, with its place among those of its board. */
export interface BoardRun {
  readonly board: Board;
  readonly facts: RunFacts;
  /** 1 for the board's first run, whether or not that one is in view. */
  readonly place: number;
  /** The board's run before this one, in view or not. */
  readonly before: RunFacts | null;
  /** The twins its board is one of by this run, which passed and is in doubt all the same; null: it is none. */
  readonly twins: Twins | null;
}
