import { SECTOR_BYTES } from "../bytes/ranges.ts";
import type { Chip } from "../chips/chip.ts";
import type { Failure } from "../failure/failure.ts";
import { StepError } from "../failure/step-error.ts";
import { type FlashPlan, type PlanSector, sectorsIn } from "../firmware/flash-plan.ts";
import type { DownloadMode } from "./download-mode.ts";
import { eraseAll } from "./erase-all.ts";
import { findAgain } from "./find-again.ts";
import { isFinalStatus, isRefusalAstray, isRefusalOf } from "./flash-answer.ts";
import { limitRepeats } from "./limit-repeats.ts";
import type { Progress } from "./progress.ts";

const BUSY_PAUSE_MS = 100;

/**
 * Programs erased sectors in order, one at a time, each answer's status and address checked; blank
 * ones are not sent. What a sector holds after a lost or doubtful answer is unknown: it is erased
 * before it is sent again, and so is any other part of the plan that the chip says to have written.
 * @throws StepError `write-failed`, `stray-write`, `link-lost`, and those of the erase.
 */
export const writeSectors = async (
  mode: DownloadMode,
  chip: Chip,
  plan: FlashPlan,
  sectors: readonly PlanSector[],
  progress: Progress,
): Promise<void> => {
  const countRepeat = limitRepeats();
  const spoiled = new Set<number>();
  let waiting = sectors.filter((sector) => !sector.blank);
  const total = waiting.length * SECTOR_BYTES;
  const writeNext = (hit: readonly PlanSector[]): void => {
    const addresses = new Set(hit.map(({ address }) => address));
    waiting = [...hit, ...waiting.filter(({ address }) => !addresses.has(address))];
  };
  for (let sector = waiting.shift(); sector !== undefined; sector = waiting.shift()) {
    if (spoiled.delete(sector.address)) {
      progress.recovered("erased-again", sector.address);
      const quiet = { ...progress, bytes: () => undefined };
      const erased = await eraseAll(mode, chip, plan, [sector], quiet);
      const alsoErased = erased.filter(({ address }) => address !== sector?.address);
      for (const { address } of alsoErased) spoiled.delete(address);
      writeNext(alsoErased);
    }
    if (sector.blank) continue;
    const doubt = await writeOne(mode, plan, sector, progress);
    if (doubt === undefined) {
      progress.bytes(Math.max(0, total - waiting.length * SECTOR_BYTES), total);
    } else {
      countRepeat(sector.address, doubt.failure);
      for (const { address } of [sector, ...doubt.hit]) spoiled.add(address);
      writeNext([sector, ...doubt.hit]);
    }
  }
};

/** Why a sector cannot be taken for written, and what else of the plan was hit in its place. */
interface Doubt {
  readonly failure: Failure;
  readonly hit: readonly PlanSector[];
}

const writeOne = async (
  mode: DownloadMode,
  plan: FlashPlan,
  { address, bytes }: PlanSector,
  progress: Progress,
): Promise<Doubt | undefined> => {
  const answer = await mode.writeSector(address, bytes);
  switch (answer.kind) {
    case "done": {
      const echoed = answer.range.start;
      if (echoed === address) return undefined;
      const hit = sectorsIn(plan, answer.range).filter((sector) => sector.address !== address);
      return { failure: { code: "stray-write", sent: address, echoed }, hit };
    }
    case "refused": {
      if (isFinalStatus(answer.status) && isRefusalAstray(answer.address))
        throw new StepError({ code: "stray-write", sent: address, echoed: answer.address });
      const failure = { code: "write-failed", address, status: answer.status } as const;
      if (isFinalStatus(answer.status) && isRefusalOf(address, answer.address))
        throw new StepError(failure);
      await mode.line.pause(BUSY_PAUSE_MS);
      return { failure, hit: [] };
    }
    case "silent": {
      const question = { step: progress.step, command: "write", address } as const;
      await findAgain(mode, question, progress);
      return { failure: { code: "link-lost", ...question }, hit: [] };
    }
  }
};
