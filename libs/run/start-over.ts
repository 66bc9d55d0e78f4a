import type { Failure } from "../failure/failure.ts";
import { StepError } from "../failure/step-error.ts";
import { nextLowerBaud } from "../flasher/baud-steps.ts";
import { lookForBoard, type Whereabouts } from "../flasher/look-for-board.ts";
import type { Progress } from "../flasher/progress.ts";
import type { RecoveryKind } from "../flasher/recovery.ts";
import { bearsCrc } from "./bears-crc.ts";
import type { MetBoard } from "./met-board.ts";
import { restartIntoDownload } from "./reach-board.ts";
import { recogniseAgain } from "./recognise-again.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/** Recoveries that speak of a bad wire, and how many of them make a lower rate worth trying. */
const WIRE_TROUBLE: ReadonlySet<RecoveryKind> = new Set<RecoveryKind>([
  "asked-again",
  "linked-again",
  "erased-again",
  "rewritten",
]);
const MUCH_TROUBLE = 3;

/**
 * After a board was lost in mid-work, or its comparison led astray: finds it, or restarts it, and
 * meets it once more, ready for everything to be written anew. To be called once in a run.
 * @throws StepError `board-restarted` where it restarted by itself, `wrong-chip` where another board
 * answers; `error` where starting over is no way out.
 */
export const startOver = async (
  run: RunUnderWay,
  board: MetBoard,
  error: unknown,
): Promise<void> => {
  const failure = error instanceof StepError ? error.failure : undefined;
  if (failure === undefined || !isWorthAnother(run, failure)) throw error;
  const during = run.tracker.current;
  await run.tracker.step("link", async (progress) => {
    const whereabouts = failure.code === "link-lost" ? await lookForBoard(run.line) : "there";
    if (whereabouts === "restarted")
      throw new StepError({ code: "board-restarted", step: during, banner: "" }, { cause: error });
    if (run.control.means !== "cycle") throw error;
    progress.recovered("started-over");
    await restart(run, board, failure, whereabouts, progress);
  });
  await recogniseAgain(run, board);
};

/**
 * A lost link; and where CRCs close the flash, what may have been written to a closed one. Not a
 * bootloader that a write went astray into: it will never start again, and nothing may write it.
 */
const isWorthAnother = ({ order }: RunUnderWay, failure: Failure): boolean =>
  failure.code === "link-lost" ||
  (failure.code === "verify-mismatch" &&
    failure.address >= order.chip.appStart &&
    order.chip.download.protection === "one-shot");

/** That it does not come back says less than where it was lost. */
const restart = async (
  run: RunUnderWay,
  board: MetBoard,
  failure: Failure,
  whereabouts: Whereabouts,
  progress: Progress,
): Promise<void> => {
  const baud = run.findings.link?.baud ?? run.order.baud;
  const lower = isRateSuspect(run, failure, whereabouts) ? nextLowerBaud(baud) : undefined;
  if (lower !== undefined) progress.recovered("rate-lowered");
  try {
    const proof = bearsCrc(run.order, board.facts) ? "crc" : "link-check";
    await restartIntoDownload(run, lower ?? baud, progress, proof);
  } catch (error) {
    const isGone = error instanceof StepError && error.failure.code === "no-link";
    throw isGone ? new StepError(failure, { cause: error }) : error;
  }
};

/** A chip silent after a write may wait for bytes that T's ring or the wire has lost (uart-protocol.md section 1.1). */
const isRateSuspect = (
  { tracker }: RunUnderWay,
  failure: Failure,
  whereabouts: Whereabouts,
): boolean => {
  if (failure.code !== "link-lost") return false;
  if (failure.command === "write" || whereabouts === "there") return true;
  const trouble = tracker.recoveries.filter(({ kind }) => WIRE_TROUBLE.has(kind));
  return trouble.reduce((sum, { count }) => sum + count, 0) >= MUCH_TROUBLE;
};
