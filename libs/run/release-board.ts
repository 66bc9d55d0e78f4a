import { type Verdict, verdictOf } from "../failure/verdict.ts";
import type { FixtureSession } from "../fixture/fixture.ts";
import type { RunTracker } from "./run-tracker.ts";

/**
 * Step release: power off on every path. A nest that cannot be switched off is the station's
 * failure, pass or not. Never throws.
 */
export const releaseBoard = async (
  session: FixtureSession | undefined,
  tracker: RunTracker,
  verdict: Verdict,
): Promise<Verdict> => {
  if (session === undefined) return verdict;
  const trouble = await tracker.step("release", () => session.release());
  return trouble === undefined ? verdict : verdictOf(trouble);
};
