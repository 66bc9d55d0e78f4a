import { openFlash } from "../flasher/open-flash.ts";
import { expectSameBoard } from "./expect-same-board.ts";
import type { MetBoard } from "./met-board.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/**
 * Step identify once more, after a restart in mid-work: still the same board, for what is half
 * written must not be finished on another; and its flash opened.
 * @throws StepError `wrong-chip` where it is another; `protected`, `link-lost`.
 */
export const recogniseAgain = (run: RunUnderWay, board: MetBoard): Promise<void> =>
  run.tracker.step("identify", async (progress) => {
    await expectSameBoard(run, board, progress);
    await openFlash(run.mode, run.order.chip, board.facts, progress);
  });
