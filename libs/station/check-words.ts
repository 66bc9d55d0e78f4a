import type { Outcome } from "../failure/verdict.ts";
import type { CheckPurpose } from "../run/purpose.ts";

/** A check board that did not do in a fixture what it must. */
export interface CheckFailure {
  readonly fixture: string;
  readonly purpose: CheckPurpose;
  readonly serial: string;
  readonly outcome: Outcome;
  /** Of its failure. */
  readonly code: string | null;
  /** `pass`, or the code it was to fail with. */
  readonly expected: string;
}

/** A check board by what it is for: `golden GOLD-1`. Not escaped. */
export const checkBoardWords = (purpose: CheckPurpose, serial: string): string =>
  `${purpose} ${serial}`;

/** Why its fixture is locked, in a few words. Not escaped. */
export const checkFailureWords = ({ purpose, serial, outcome, code }: CheckFailure): string => {
  const board = checkBoardWords(purpose, serial);
  if (outcome === "pass") return `${board} passed`;
  return `${board}: ${code ?? outcome}`;
};

/**
 * What happened in the fixture and what to do, for the line, which names the fixture itself: the one place
 * these words are written. Not escaped.
 */
export const explainCheckFailure = (failure: Omit<CheckFailure, "fixture">): string => {
  const { purpose, serial, outcome, code, expected } = failure;
  const ended = `ended as ${outcome.toUpperCase()} ${code ?? ""}`.trimEnd();
  const found = outcome === "pass" ? "passed" : ended;
  const suspect =
    purpose === "golden"
      ? "It must pass. Try it elsewhere: if it fails there, too, it is worn out; else mend this fixture."
      : `It must fail with ${expected}. Was ${serial} in it? Then it does not tell bad boards from good: call the engineer.`;
  return `Locked: ${checkBoardWords(purpose, serial)} ${found}. ${suspect} Unlocked by name, it asks for both boards again.`;
};
