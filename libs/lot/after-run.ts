import { boardFate } from "../failure/board-fate.ts";
import type { CauseClass } from "../failure/cause.ts";
import type { Failure, FailureCode } from "../failure/failure.ts";
import { causeClassesOf } from "../failure/likely-causes.ts";
import type { Outcome } from "../failure/verdict.ts";

/** What may still be tried with a board. */
export interface Chances {
  /** Repeats in place left after a fail. */
  readonly retries: number;
  /** Repeats in place left after a station error. */
  readonly errorRetries: number;
  /** Repeats left in the same fixture after a person has seated the board again. */
  readonly reseats: number;
  /** Moves to another fixture left after the fixture's own fault. */
  readonly moves: number;
}

/**
 * What follows a run: `finish` with the board, `retry` it in place, `move` it to another fixture, `take-out` the
 * fixture, its board then going to another one (`move`) or not, or `close` the lot: no board starts any more.
 */
export type NextStep =
  | { readonly kind: "finish" }
  | { readonly kind: "retry" }
  | { readonly kind: "move" }
  | { readonly kind: "close" }
  | { readonly kind: "take-out"; readonly board: "finish" | "move" };

/** Nothing is started before the disk is mended: the board need not go elsewhere. */
const IS_OF_DISK: ReadonlySet<FailureCode> = new Set<FailureCode>([
  "journal-failed",
  "backup-failed",
]);

/** The fixture, or the disk behind it, would spoil every further board. */
const FIXTURE_IS_UNFIT: ReadonlySet<FailureCode> = new Set<FailureCode>([
  "port-gone",
  "port-busy",
  "port-hung",
  "relay-failed",
  "journal-failed",
  "backup-failed",
]);

/** What can be the socket's as well as the board's: another one tells. */
const SOCKET_CAUSES: ReadonlySet<CauseClass> = new Set([
  "supply",
  "contact",
  "reset-timing",
  "adapter",
]);

const mayBeSocket = (failure: Failure): boolean =>
  causeClassesOf(failure).some((kind) => SOCKET_CAUSES.has(kind));

/** Decides what follows a run (design.md section 5.3, `retries`). `elsewhere`: whether another fixture may try the board. */
export const afterRun = (
  outcome: Outcome,
  failure: Failure | null,
  left: Chances,
  elsewhere: "open" | "none" = "none",
): NextStep => {
  switch (outcome) {
    case "pass":
    case "aborted":
      return { kind: "finish" };
    case "fail": {
      if (boardFate(failure) === "set-aside") return { kind: "finish" };
      if (left.retries > 0) return { kind: "retry" };
      const isMoved = elsewhere === "open" && failure !== null && mayBeSocket(failure);
      return { kind: isMoved ? "move" : "finish" };
    }
    case "error":
      // What one board was to get is not what was ordered: no other one may get it.
      if (failure?.code === "image-changed") return { kind: "close" };
      if (failure !== null && IS_OF_DISK.has(failure.code) && left.errorRetries > 0) {
        return { kind: "retry" };
      }
      if (failure !== null && FIXTURE_IS_UNFIT.has(failure.code)) {
        return { kind: "take-out", board: left.moves > 0 ? "move" : "finish" };
      }
      return { kind: left.errorRetries > 0 ? "retry" : "finish" };
  }
};

/** What is left after the board is tried again in place. */
export const spendRetry = (outcome: Outcome, left: Chances): Chances =>
  outcome === "fail"
    ? { ...left, retries: left.retries - 1 }
    : { ...left, errorRetries: left.errorRetries - 1 };
