import type { FixtureState } from "../../libs/station/fixture-state.ts";
import type { ScreenContent } from "./draw-screen.ts";

/** What a bell says, the least urgent first: boards passed · a board did not pass · the line has stopped. */
export const BELL_SIGNALS = ["pass", "fail", "stop"] as const;

/** One of `BELL_SIGNALS`. */
export type BellSignal = (typeof BELL_SIGNALS)[number];

type Content = Pick<ScreenContent, "line" | "health">;

const hasEnded = (before: FixtureState | undefined, { run }: FixtureState): boolean =>
  run !== null &&
  run.result !== null &&
  (before?.run?.run !== run.run || before.run.result === null);

/** A board has passed, or a check board has done what it must: else its fixture is locked. */
const isWell = ({ run, lock }: FixtureState): boolean =>
  run?.purpose === "product" ? run.result?.outcome === "pass" : lock === null;

/** The line can start no board any more: its lot is over, or nobody is heard who runs it. */
const isStopped = ({ line, health }: Content): boolean =>
  line.lot?.ended != null || health !== "connected";

/**
 * What happened from one frame to the next that people should hear; the most urgent, if anything. What was there when
 * the screen first saw a lot is old. Pure.
 */
export const bellSignal = (before: Content, after: Content): BellSignal | null => {
  const { lot } = before.line;
  if (lot === null || lot.session !== after.line.lot?.session) return null;
  if (isStopped(after) && !isStopped(before)) return "stop";
  const ended = after.line.fixtures.filter((fixture) =>
    hasEnded(
      before.line.fixtures.find((known) => known.fixture === fixture.fixture),
      fixture,
    ),
  );
  if (ended.length === 0) return null;
  return ended.every(isWell) ? "pass" : "fail";
};
