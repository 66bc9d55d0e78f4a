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

/** All that is known of one failure code. */
export interface CatalogueEntry<F extends Failure> {
  /** What the code means, in a sentence. */
  readonly meaning: string;
  fate(failure: F): BoardFate;
  /**
   * What happened and what to do now, in short plain sentences for the line. The first says what
   * happened, in at most 60 characters. Safe to print.
   */
  tell(failure: F): string;
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

/** A board that may just sit badly. */
export const RETRY_ONCE = "Seat it again and run it once more. Fails again: set it aside.";

/** A board no repeat can help. */
export const SET_ASIDE = "Set it aside for the engineer.";
