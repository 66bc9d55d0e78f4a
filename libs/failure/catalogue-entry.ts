import type { Cause } from "./cause.ts";
import type { Failure, FailureCode } from "./failure.ts";

/** The failure with that code. */
export type FailureOf<Code extends FailureCode> = Extract<Failure, { readonly code: Code }>;

/** What a failure's data make of it: the same code can have quite different causes. */
export interface FailureCase<F extends Failure> {
  /** In a few words: `nothing was heard`. */
  readonly when: string;
  holds(failure: F): boolean;
  /** Likeliest first. */
  readonly causes: readonly Cause[];
  /** Failure of this case, for the docs and tests. */
  readonly example: F;
}

/**
 * What becomes of a board that failed. `again`: it may be seated anew and run once more; `set-aside`: it
 * must not go on, whatever is tried on the line.
 */
export type BoardFate = "again" | "set-aside";

/**
 * What a failure speaks of, one class per code; the line's policy counts by it. `contact`, `power`, `link`: the nest's
 * needles, supply and wires, if not the board's · `image`: what is written and the board do not belong together, or it
 * does not run · `identity`: who the board is · `board`: its chip or flash · `fixture`: the nest's own port
 * or switch · `station`: machine, disk, Redis, program.
 */
export const FAILURE_CLASSES = [
  "contact",
  "power",
  "link",
  "image",
  "identity",
  "board",
  "fixture",
  "station",
] as const;

/** One of `FAILURE_CLASSES`. */
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/**
 * What follows for a board after a run: `repeated`: the line runs it again in the same nest by itself · `by-hand`: a
 * person may · `elsewhere`: it is tried in another fixture · `none`: no try is left.
 */
export const NEXT_TRIES = ["repeated", "by-hand", "elsewhere", "none"] as const;

/** One of `NEXT_TRIES`. */
export type NextTry = (typeof NEXT_TRIES)[number];

/** What follows for a board after a run, or after an unbrick: a person may `unbrick` it once more. */
export type Remedy = NextTry | "unbrick";

/** All that is known of one failure code. */
export interface CatalogueEntry<F extends Failure> {
  readonly class: FailureClass;
  /** What the code means, in a sentence. */
  readonly meaning: string;
  fate(failure: F): BoardFate;
  /**
   * What happened and what to do now, in short plain sentences for the line. The first says what
   * happened, in at most 60 characters. `next`: what follows for the board. Safe to print.
   */
  tell(failure: F, next: Remedy): string;
  /** The data as one sentence: addresses in hex, lengths in bytes. Safe to print. */
  spell(failure: F): string;
  /** The first that holds counts; the last always holds. */
  readonly cases: readonly FailureCase<F>[];
}

/** Entries of some codes: the compiler asks for each. */
export type Entries<Code extends FailureCode> = {
  readonly [C in Code]: CatalogueEntry<FailureOf<C>>;
};

/** For a last or only case. */
export const always = (): boolean => true;

/** The fate of a board that may do better the next time, or is not to blame. */
export const tryAgain = (): BoardFate => "again";

/** The fate of a board no repeat can help. */
export const setAside = (): BoardFate => "set-aside";

const NEXT_TRY_WORDS: Readonly<Record<Remedy, string>> = {
  repeated: "It is run once more by itself.",
  "by-hand": "Seat it again and run it once more. Fails again: set it aside.",
  elsewhere: "Move it to another fixture and run it there.",
  none: "Set it aside.",
  unbrick: "Seat it again and unbrick it once more. Fails again: set it aside.",
};

/** What to do with a board that may just sit badly. */
export const nextTry = (next: Remedy): string => NEXT_TRY_WORDS[next];

/** A board no repeat can help. */
export const SET_ASIDE = "Set it aside for the engineer.";
