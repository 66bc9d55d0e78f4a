import { SECTOR_BYTES } from "../bytes/ranges.ts";
import type { Chip } from "../chips/chip.ts";
import { StepError } from "../failure/step-error.ts";
import type { PlanSector } from "../firmware/flash-plan.ts";
import type { DownloadMode } from "./download-mode.ts";
import { eraseAll } from "./erase-all.ts";
import { findAgain } from "./insist.ts";
import type { Progress } from "./progress.ts";

const REWRITES_PER_SECTOR = 2;

/**
 * Programs erased sectors in order, one at a time, each answer's status and address checked; blank
 * ones are not sent. A sector whose answer is lost is erased before it is sent again: what the chip
 * got of it is unknown.
 * @throws StepError `write-failed`, `stray-write`, `link-lost`, and those of the erase.
 */
export const writeSectors = async (
  mode: DownloadMode,
  chip: Chip,
  sectors: readonly PlanSector[],
  progress: Progress,
): Promise<void> => {
  const wanted = sectors.filter((sector) => !sector.blank);
  const total = wanted.length * SECTOR_BYTES;
  for (const [index, sector] of wanted.entries()) {
    await writeOne(mode, chip, sector, progress);
    progress.bytes((index + 1) * SECTOR_BYTES, total);
  }
};

const writeOne = async (
  mode: DownloadMode,
  chip: Chip,
  { address, bytes }: PlanSector,
  progress: Progress,
): Promise<void> => {
  for (let rewrites = 0; ; rewrites += 1) {
    const answer = await mode.writeSector(address, bytes);
    switch (answer.kind) {
      case "done":
        return;
      case "refused":
        throw new StepError({ code: "write-failed", address, status: answer.status });
      case "stray":
        throw new StepError({ code: "stray-write", sent: address, echoed: answer.echoed });
      case "silent": {
        const question = { step: "write", command: "write", address } as const;
        await findAgain(mode, question);
        if (rewrites === REWRITES_PER_SECTOR)
          throw new StepError({ code: "link-lost", ...question });
        progress.recovered("erased-again", address);
        const erase = { address, unit: "sector", bytes: SECTOR_BYTES } as const;
        await eraseAll(mode, chip, [erase], { ...progress, bytes: () => undefined });
      }
    }
  }
};
