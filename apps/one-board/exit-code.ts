import type { Outcome } from "../../libs/failure/verdict.ts";

/** The exit code of a command that worked on one board (README, "Exit codes"). */
export const EXIT_CODES: Readonly<Record<Outcome, number>> = {
  pass: 0,
  fail: 1,
  error: 3,
  aborted: 130,
};
