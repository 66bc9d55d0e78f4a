import type { Failure, FailureCode } from "../failure/failure.ts";
import { StepError } from "../failure/step-error.ts";
import type { Progress } from "./progress.ts";

/** Refusals that rest on a few short answers: one byte spoilt on its way makes another board of a good one. */
const BY_ANSWERS: ReadonlySet<FailureCode> = new Set<FailureCode>([
  "wrong-chip",
  "unknown-chip",
  "wrong-key",
  "bootloader-mismatch",
  "flash-unreadable",
]);

const TRIES = 4;

/**
 * Asks a board who it is, and believes a refusal only when it comes twice in a row: there is no
 * checksum on the wire (uart-protocol.md section 2), and the board is the same each time.
 * @throws StepError the refusal; `link-lost` if the board seems another one each time; those of `ask`.
 */
export const confirmRefusal = async <T>(progress: Progress, ask: () => Promise<T>): Promise<T> => {
  let refused: Failure | undefined;
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      const answer = await ask();
      if (refused !== undefined) progress.recovered("asked-again");
      return answer;
    } catch (error) {
      if (!(error instanceof StepError) || !BY_ANSWERS.has(error.failure.code)) throw error;
      if (refused !== undefined && isSame(refused, error.failure)) throw error;
      refused = error.failure;
    }
  }
  throw new StepError({ code: "link-lost", step: progress.step, command: "identify" });
};

/** Failures are plain data, built alike. */
const isSame = (left: Failure, right: Failure): boolean =>
  JSON.stringify(left) === JSON.stringify(right);
