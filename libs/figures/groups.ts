import type { Yields } from "./yields.ts";

/** What runs are told apart by. `shift` is one shift of one day, `shiftOfDay` all that began at that hour. */
export type Dimension = "lot" | "shift" | "shiftOfDay" | "operator" | "fixture" | "recipe";

/** The runs that have something in common, counted as if there were no others. */
export interface Group extends Yields {
  /** What they share, as people name it; raw text from the record. Null: none was recorded. */
  readonly key: string | null;
}

/** Per dimension every group that has a run in view: lots and shifts by time, the others by name. */
export type Groups = Readonly<Record<Dimension, readonly Group[]>>;
