import type { FailureCode } from "../failure/failure.ts";

/**
 * Failures that a must-fail board can be made to have: its own, whatever fixture it is in. Not among
 * them: what other boards, or a board's identity, bring about.
 */
export const MUST_FAIL_CODES = [
  "no-link",
  "link-lost",
  "board-restarted",
  "wrong-chip",
  "unknown-chip",
  "flash-unreadable",
  "wrong-key",
  "bootloader-mismatch",
  "identity-missing",
  "protected",
  "unprotected",
  "erase-failed",
  "write-failed",
  "stray-write",
  "read-mismatch",
  "verify-mismatch",
  "boot-silent",
  "boot-wrong",
  "boot-loop",
] as const satisfies readonly FailureCode[];

/** One of `MUST_FAIL_CODES`. */
export type MustFailCode = (typeof MUST_FAIL_CODES)[number];

/** The boards that prove a fixture: serials of their own, never of a lot. */
export interface CheckBoards {
  /** Of the board that must pass. */
  readonly golden: string;
  /** The board that must fail, and how. */
  readonly mustFail: { readonly serial: string; readonly code: MustFailCode };
}

/** A recipe's `shiftCheck`: each fixture proves itself before it takes boards of a lot. */
export interface ShiftCheck extends CheckBoards {
  /** How long a proof holds. */
  readonly everyMs: number;
}
