import { linkBoard } from "../flasher/link-board.ts";
import type { Progress } from "../flasher/progress.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/** Step link: from a board without power to one in download mode at the recipe's rate or a lower one. */
export const reachBoard = (run: RunUnderWay): Promise<void> =>
  run.tracker.step("link", (progress) => restartIntoDownload(run, run.order.baud, progress));

/**
 * Restarts the board into download mode, at `baud` at most. Attempts are counted over the whole run.
 * @throws StepError `no-link`, `relay-failed`, `port-*`.
 */
export const restartIntoDownload = async (
  run: RunUnderWay,
  baud: number,
  progress: Progress,
): Promise<void> => {
  const { chip, linkAttempts } = run.order;
  run.expectRestart();
  const link = await linkBoard(
    run.line,
    run.control,
    { chip, baud, attempts: linkAttempts },
    progress,
  );
  const earlier = run.findings.link;
  run.findings.link = {
    baud: link.baud,
    attempts: (earlier?.attempts ?? 0) + link.attempts,
    failed: [...(earlier?.failed ?? []), ...link.failed],
  };
  run.watchForRestart();
};
