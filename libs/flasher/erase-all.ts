import type { Chip } from "../chips/chip.ts";
import { StepError } from "../failure/step-error.ts";
import type { EraseStep } from "../firmware/flash-plan.ts";
import type { DownloadMode } from "./download-mode.ts";
import { findAgain } from "./insist.ts";
import type { Progress } from "./progress.ts";

/** Erases in flight where the chip queues them: 13 bytes each, far below T's 512-byte ring. */
const QUEUED_ERASES = 4;
const SILENCES_ALLOWED = 3;

/**
 * Erases in order, each answer's status and address checked. An erase whose answer is lost is sent
 * again: erasing twice harms nothing.
 * @throws StepError `erase-failed`, `stray-write`, `link-lost`.
 */
export const eraseAll = async (
  mode: DownloadMode,
  chip: Chip,
  erases: readonly EraseStep[],
  progress: Progress,
): Promise<void> => {
  const total = erases.reduce((sum, erase) => sum + erase.bytes, 0);
  const inFlight = chip.download.queuesErases ? QUEUED_ERASES : 1;
  const known = new Set(erases.map(({ address }) => address));
  const outstanding = new Map<number, EraseStep>();
  let waiting = [...erases];
  let done = 0;
  let silences = 0;
  mode.line.forget();
  while (waiting.length > 0 || outstanding.size > 0) {
    while (outstanding.size < inFlight) {
      const next = waiting.shift();
      if (next === undefined) break;
      outstanding.set(next.address, next);
      await mode.sendErase(next.unit, next.address);
    }
    const [awaited] = outstanding.values();
    if (awaited === undefined) break;
    const answer = await mode.nextEraseAnswer(awaited.unit);
    if (answer === undefined) {
      silences += 1;
      const question = { step: "erase", command: "erase", address: awaited.address } as const;
      if (silences > SILENCES_ALLOWED) throw new StepError({ code: "link-lost", ...question });
      progress.recovered("erased-again", awaited.address);
      await findAgain(mode, question);
      waiting = [...outstanding.values(), ...waiting];
      outstanding.clear();
      continue;
    }
    if (answer.status !== 0) throw new StepError({ code: "erase-failed", ...answer });
    if (!known.has(answer.address)) {
      throw new StepError({ code: "stray-write", sent: awaited.address, echoed: answer.address });
    }
    const erased = outstanding.get(answer.address);
    if (erased === undefined) continue;
    outstanding.delete(answer.address);
    done += erased.bytes;
    progress.bytes(done, total);
  }
};
