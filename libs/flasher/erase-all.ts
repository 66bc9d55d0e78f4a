import { SECTOR_BYTES } from "../bytes/ranges.ts";
import type { Chip } from "../chips/chip.ts";
import type { Failure } from "../failure/failure.ts";
import { StepError } from "../failure/step-error.ts";
import {
  type EraseStep,
  erasesOf,
  type FlashPlan,
  type PlanSector,
  sectorsIn,
} from "../firmware/flash-plan.ts";
import type { DownloadMode } from "./download-mode.ts";
import { findAgain } from "./find-again.ts";
import { type FlashAnswer, isFinalStatus } from "./flash-answer.ts";
import { limitRepeats } from "./limit-repeats.ts";
import type { Progress } from "./progress.ts";

/** Erases in flight where the chip queues them: 17 bytes each, far below T's 512-byte ring. */
const QUEUED_ERASES = 4;
/** A chip that sent no answer may still be at it: as long as its own limit for a block (section 4.5). */
const PATIENCE_MS = 5000;
const BUSY_PAUSE_MS = 100;

/**
 * Erases sectors of the plan, each answer's status, size and address checked. An erase without a
 * good answer is sent again: erasing twice harms nothing. Where the chip says to have erased
 * another part of the plan, that part is erased, too.
 * @returns all sectors erased, in order of address: those asked for and those hit.
 * @throws StepError `erase-failed`, `stray-write`, `link-lost`.
 */
export const eraseAll = async (
  mode: DownloadMode,
  chip: Chip,
  plan: FlashPlan,
  sectors: readonly PlanSector[],
  progress: Progress,
): Promise<readonly PlanSector[]> => {
  const inFlight = chip.download.queuesErases ? QUEUED_ERASES : 1;
  const fencing = chip.download.hasRomDownloadMode ? "bare" : "fenced";
  const countRepeat = limitRepeats();
  const wanted = new Map(sectors.map((sector) => [sector.address, sector]));
  const outstanding: EraseStep[] = [];
  let waiting = erasesOf(sectors);
  const tellProgress = (): void => {
    const left = bytesOf(waiting) + bytesOf(outstanding);
    const total = wanted.size * SECTOR_BYTES;
    progress.bytes(Math.max(0, total - left), total);
  };
  const eraseAgain = (steps: readonly EraseStep[], address: number, doubt: Failure): void => {
    countRepeat(address, doubt);
    progress.recovered("erased-again", address);
    waiting = [...steps, ...waiting];
  };
  mode.line.forget();
  while (waiting.length > 0 || outstanding.length > 0) {
    while (outstanding.length < inFlight) {
      const next = waiting.shift();
      if (next === undefined) break;
      outstanding.push(next);
      await mode.sendErase(next.unit, next.address, fencing);
    }
    const [oldest] = outstanding;
    if (oldest === undefined) break;
    const { address } = oldest;
    const answer = await mode.nextEraseAnswer(oldest.unit);
    if (answer.kind === "silent") {
      const question = { step: progress.step, command: "erase", address } as const;
      await findAgain(mode, question, progress, PATIENCE_MS);
      eraseAgain(outstanding.splice(0), address, { code: "link-lost", ...question });
      continue;
    }
    const at = outstanding.findIndex((step) => isAnswerTo(step, answer));
    const [answered = oldest] = outstanding.splice(Math.max(0, at), 1);
    if (answer.kind === "refused") {
      const { status } = answer;
      const doubt: Failure = { code: "erase-failed", address: answered.address, status };
      if (at >= 0 && isFinalStatus(status)) throw new StepError(doubt);
      await mode.line.pause(BUSY_PAUSE_MS);
      eraseAgain([answered], answered.address, doubt);
    } else if (at >= 0) {
      tellProgress();
    } else {
      const hit = sectorsIn(plan, answer.range);
      for (const sector of hit) wanted.set(sector.address, sector);
      const doubt = strayed(answered.address, answer.range.start);
      eraseAgain([answered, ...erasesOf(hit)], answered.address, doubt);
    }
  }
  return [...wanted.values()].sort((left, right) => left.address - right.address);
};

const isAnswerTo = ({ address, bytes }: EraseStep, answer: FlashAnswer): boolean => {
  if (answer.kind === "refused") return answer.address === address;
  if (answer.kind === "silent") return false;
  return answer.range.start === address && answer.range.end === address + bytes;
};

const strayed = (sent: number, echoed: number): Failure => ({ code: "stray-write", sent, echoed });

const bytesOf = (steps: readonly EraseStep[]): number =>
  steps.reduce((sum, { bytes }) => sum + bytes, 0);
