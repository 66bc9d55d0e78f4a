import { StepError } from "../failure/step-error.ts";
import type { StepName } from "../failure/step-name.ts";
import type { DownloadMode } from "./download-mode.ts";
import type { Progress } from "./progress.ts";

const TRIES = 3;
const LINK_CHECKS = 3;
const SETTLE_MS = 100;

/** What is being asked, for the failure if no answer comes. */
export interface Question {
  readonly step: StepName;
  readonly command: string;
  readonly address?: number;
}

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
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    progress.recovered("asked-again", question.address);
    await findAgain(mode, question);
  }
  throw new StepError({ code: "link-lost", ...question });
};

/**
 * After silence: lets a late answer pass, then looks whether the chip is still there.
 * @throws StepError `link-lost` if it is not.
 */
export const findAgain = async (mode: DownloadMode, question: Question): Promise<void> => {
  await mode.line.drain(SETTLE_MS, SETTLE_MS * 10);
  for (let checks = 0; checks < LINK_CHECKS; checks += 1) {
    if (await mode.linkCheck()) return;
  }
  throw new StepError({ code: "link-lost", ...question });
};
