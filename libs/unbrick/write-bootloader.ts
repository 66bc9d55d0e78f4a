import { bytesIn, SECTOR_BYTES } from "../bytes/ranges.ts";
import type { Progress } from "../flasher/progress.ts";
import type { FoundPart } from "../flashrom/read-text.ts";
import { failureOf, writingFailure } from "./flashrom-failure.ts";
import type { RepairPlan } from "./plan-repair.ts";
import type { RepairNest } from "./repair-nest.ts";

/**
 * Has flashrom write the plan's ranges, in the order that it likes. Nothing stops it in the middle but its own failure.
 * `progress` hears nothing before it begins the first sector.
 * @throws StepError `spi-write-failed`, naming the backup; `spi-part-unknown` or `spi-failed` where it did not begin.
 */
export const writeBootloader = async (
  { flash, programmer }: RepairNest,
  part: FoundPart,
  { contents, ranges }: RepairPlan,
  backup: string,
  progress: Pick<Progress, "bytes">,
): Promise<void> => {
  const total = bytesIn(ranges);
  const begun = new Set<number>();
  try {
    await flash.write(part, contents, ranges, (news) => {
      // A block is told when it is begun: of one that fails no more than that is known.
      if (news.kind === "block") {
        begun.add(news.address);
        progress.bytes(Math.min(begun.size * SECTOR_BYTES, total), total);
      } else if (news.kind === "verifying") progress.bytes(total, total);
    });
  } catch (error) {
    throw failureOf(error, (trouble) => writingFailure(trouble, programmer, backup));
  }
};
