import { type Range, SECTOR_BYTES } from "../bytes/ranges.ts";
import type { Progress } from "../flasher/progress.ts";
import type { FoundPart } from "../flashrom/read-text.ts";
import { failureOf, writingFailure } from "./flashrom-failure.ts";
import type { RepairPlan } from "./plan-repair.ts";
import type { RepairNest } from "./repair-nest.ts";

const bytesOf = (ranges: readonly Range[]): number =>
  ranges.reduce((sum, { start, end }) => sum + end - start, 0);

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
  const total = bytesOf(ranges);
  const begun = new Set<number>();
  let hasFailed = false;
  try {
    await flash.write(part, contents, ranges, (news) => {
      // What it goes on with after a failed erase is no sign of success.
      if (news.kind === "danger") hasFailed = true;
      if (hasFailed) return;
      // A block is told when it is begun; the ones before it are done.
      if (news.kind === "block") {
        progress.bytes(Math.min(begun.size * SECTOR_BYTES, total), total);
        begun.add(news.address);
      } else if (news.kind === "verifying") progress.bytes(total, total);
    });
  } catch (error) {
    throw failureOf(error, (trouble) => writingFailure(trouble, programmer, backup));
  }
};
