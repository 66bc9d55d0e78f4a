import type { NextTry } from "./catalogue-entry.ts";
import { explainToOperator } from "./explain.ts";
import type { Failure } from "./failure.ts";
import type { Outcome } from "./verdict.ts";

/** How a run ended whose board may have failed in other fixtures before. */
export interface PairedEnd {
  readonly outcome: Outcome;
  readonly failure: Failure | null;
  /** What follows for the board, if that was told. */
  readonly next?: NextTry | undefined;
  /** Those other fixtures; none if absent. */
  readonly failedIn?: readonly string[] | undefined;
}

const listOf = (fixtures: readonly string[]): string => fixtures.join(" and ");

/** What the outcomes of one board in two fixtures say: board or socket; undefined where they say nothing. Not escaped. */
export const pairWords = ({
  outcome,
  failedIn = [],
}: Pick<PairedEnd, "outcome" | "failedIn">): string | undefined => {
  if (failedIn.length === 0) return undefined;
  const others = listOf(failedIn);
  if (outcome === "pass") return `Passed here after it failed in ${others}: ${others} is suspect.`;
  return outcome === "fail" ? `It failed in ${others}, too: the board is bad.` : undefined;
};

/** What happened to a board and what to do now, in plain sentences; null without a failure. Not escaped but for what comes from chips. */
export const explainEnd = (end: PairedEnd): string | null => {
  if (end.failure === null) return null;
  const said = explainToOperator(end.failure, end.next);
  // A board that is run again there is not judged yet.
  const pair = end.next === "repeated" ? undefined : pairWords(end);
  return pair === undefined ? said : `${said} ${pair}`;
};
