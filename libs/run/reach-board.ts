import { type FailedRate, type LinkResult, linkBoard } from "../flasher/link-board.ts";
import type { Progress } from "../flasher/progress.ts";
import type { Proof } from "../flasher/prove-bootloader.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/** Step link: from a board without power to one in download mode at the recipe's rate or a lower one. */
export const reachBoard = (run: RunUnderWay): Promise<void> =>
  run.tracker.step("link", (progress) => restartIntoDownload(run, run.order.baud, progress));

/**
 * Restarts the board into download mode, at `baud` at most, or below it where the adapter is known to
 * fail. Attempts and failed rates are counted over the whole run.
 * @throws StepError `no-link`, `relay-failed`, `port-*`.
 */
export const restartIntoDownload = async (
  run: RunUnderWay,
  baud: number,
  progress: Progress,
  proof: Proof = "crc",
): Promise<void> => {
  const { chip, linkAttempts } = run.order;
  const earlier = run.findings.link;
  const advice = run.surroundings.adapter?.advise(baud) ?? { baud, note: undefined };
  if (earlier === null && advice.note !== undefined) progress.note(advice.note);
  run.expectRestart();
  const link = await linkBoard(
    run.line,
    run.control,
    { chip, baud: advice.baud, attempts: linkAttempts, proof },
    progress,
  );
  // Whoever restarts a board at a lower rate has had trouble at the one before.
  const given = earlier !== null && baud < earlier.baud ? [failedBelow(earlier)] : [];
  run.findings.link = {
    baud: link.baud,
    attempts: (earlier?.attempts ?? 0) + link.attempts,
    failed: [...(earlier?.failed ?? []), ...given, ...link.failed],
  };
  run.surroundings.report({ kind: "board-linked", baud: link.baud });
  run.watchForRestart();
};

const failedBelow = ({ baud }: LinkResult): FailedRate => ({ baud, by: "board" });
