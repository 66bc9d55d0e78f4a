import { StepError } from "../failure/step-error.ts";
import type { DownloadMode } from "./download-mode.ts";
import type { Progress } from "./progress.ts";
import type { Question } from "./question.ts";

/** A late answer is over by then (uart-protocol.md section 6.4). */
const SETTLE_MS = 100;
/** Three link checks. */
const PATIENCE_MS = 1500;

/**
 * After silence: lets a late answer pass, then looks whether the chip is still there. Link checks go
 * on for `patienceMs`, which must be long enough for whatever the chip may still be doing.
 * @throws StepError `link-lost` if it is not.
 */
export const findAgain = async (
  mode: DownloadMode,
  question: Question,
  progress: Progress,
  patienceMs = PATIENCE_MS,
): Promise<void> => {
  await mode.settle(SETTLE_MS);
  const { clock } = mode.line;
  const until = clock.now() + patienceMs;
  for (let checks = 1; ; checks += 1) {
    if (await mode.linkCheck()) {
      if (checks > 1) progress.recovered("linked-again", question.address);
      return;
    }
    if (clock.now() >= until) throw new StepError({ code: "link-lost", ...question });
  }
};
