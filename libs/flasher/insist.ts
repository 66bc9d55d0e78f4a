import { StepError } from "../failure/step-error.ts";
import type { DownloadMode } from "./download-mode.ts";
import { findAgain } from "./find-again.ts";
import type { Progress } from "./progress.ts";
import type { Question } from "./question.ts";

const TRIES = 3;

/**
 * Asks a harmless question until it is answered, at most three times, as long as the chip still
 * answers link checks. Only for commands that may be repeated: reads, CRCs, registers.
 * @throws StepError `link-lost`
 */
export const insist = async <T>(
  mode: DownloadMode,
  question: Question,
  progress: Progress,
  ask: () => Promise<T | undefined>,
): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await findAgain(mode, question, progress);
    if (tries === TRIES) throw new StepError({ code: "link-lost", ...question });
    progress.recovered("asked-again", question.address);
  }
};
