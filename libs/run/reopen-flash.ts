import { openFlash } from "../flasher/open-flash.ts";
import type { Progress } from "../flasher/progress.ts";
import { bearsCrc } from "./bears-crc.ts";
import { expectSameBoard } from "./expect-same-board.ts";
import type { MetBoard } from "./met-board.ts";
import { restartIntoDownload } from "./reach-board.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/**
 * Makes the next erase count again after CRCs, which on some chips have closed the flash: undefined
 * where only a restart would do and the nest has no way to make one. The returned function
 * @throws StepError `protected`, `link-lost`, `no-link`, `relay-failed`, `port-*`; `wrong-chip` where
 * another board answers after the restart.
 */
export const reopenerOf = (
  run: RunUnderWay,
  board: MetBoard,
): ((progress: Progress) => Promise<void>) | undefined => {
  const { chip, baud } = run.order;
  const open = (progress: Progress): Promise<void> =>
    openFlash(run.mode, chip, board.facts, progress);
  if (bearsCrc(run.order, board.facts)) return open;
  if (run.control.means !== "cycle") return undefined;
  return async (progress) => {
    await restartIntoDownload(run, run.findings.link?.baud ?? baud, progress, "link-check");
    await expectSameBoard(run, board, progress);
    await open(progress);
  };
};

/**
 * The same, at the end of a step whose CRCs may have closed the flash. Where only a restart opens it
 * for sure and none can be made, the CRC after the last write tells whether a link check did.
 * @throws StepError those of `reopenerOf`.
 */
export const reopenFlash = (run: RunUnderWay, board: MetBoard, progress: Progress): Promise<void> =>
  reopenerOf(run, board)?.(progress) ?? openFlash(run.mode, run.order.chip, board.facts, progress);
