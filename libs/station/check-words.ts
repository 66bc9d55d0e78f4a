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

/** What happened and what to do, for the line: the one place these words are written. Not escaped. */
export const explainCheckFailure = (failure: CheckFailure): string => {
  const { fixture, purpose, serial, outcome, code, expected } = failure;
  const found =
    outcome === "pass" ? "passed" : `ended as ${outcome.toUpperCase()} ${code ?? ""}`.trim();
  const must = purpose === "golden" ? "it must pass" : `it must fail with ${expected}`;
  const suspect =
    purpose === "golden"
      ? `Try it in another fixture: if it fails there, too, the board is worn out; else mend ${fixture}.`
      : `Was it ${serial} that lay there? Then ${fixture} does not tell bad boards from good ones: call the engineer.`;
  return `${fixture} is locked: ${purpose} board ${serial} ${found} there, and ${must}. ${suspect} Who unlocks it, by name, is asked for both boards again.`;
};
