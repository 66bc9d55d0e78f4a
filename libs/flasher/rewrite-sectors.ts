import type { Chip } from "../chips/chip.ts";
import { type FlashPlan, sectorsIn } from "../firmware/flash-plan.ts";
import type { DownloadMode } from "./download-mode.ts";
import { eraseAll } from "./erase-all.ts";
import type { Progress } from "./progress.ts";
import type { WrongRegion } from "./verification.ts";
import { writeSectors } from "./write-sectors.ts";

/**
 * Erases and writes wrong sectors once more; whether that helped only a CRC can tell.
 * @throws StepError those of erase and write.
 */
export const rewriteSectors = async (
  mode: DownloadMode,
  chip: Chip,
  plan: FlashPlan,
  wrong: readonly WrongRegion[],
  progress: Progress,
): Promise<void> => {
  for (const { start } of wrong) progress.recovered("rewritten", start);
  const sectors = wrong.flatMap(({ start, bytes }) =>
    sectorsIn(plan, { start, end: start + bytes.length }),
  );
  const erased = await eraseAll(mode, chip, plan, sectors, progress);
  await writeSectors(mode, chip, plan, erased, progress);
};
