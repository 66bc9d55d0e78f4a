import { StepError } from "../failure/step-error.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";
import type { Question } from "./question.ts";

const TRIES = 4;

/**
 * As `insist`, for answers that tables know: one that is in no table is believed only when it comes
 * twice in a row, as there is no checksum on the wire and a spoilt byte makes a stranger of anything.
 * @throws StepError `link-lost`, also if each answer is another stranger.
 */
export const insistTwice = async <T extends string | number>(
  mode: DownloadMode,
  question: Question,
  progress: Progress,
  ask: () => Promise<T | undefined>,
  isKnown: (answer: T) => boolean,
): Promise<T> => {
  let before: T | undefined;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answer = await insist(mode, question, progress, ask);
    if (isKnown(answer) || answer === before) return answer;
    before = answer;
  }
  throw new StepError({ code: "link-lost", ...question });
};
