import { rearmsAfterCrc } from "../chips/rearms-after-crc.ts";
import { openFlash } from "../flasher/open-flash.ts";
import type { Progress } from "../flasher/progress.ts";
import type { MetBoard } from "./meet-board.ts";
import { restartIntoDownload } from "./reach-board.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/** Whether a board's flash can be erased after a CRC without a restart. */
export const bearsCrc = ({ order }: RunUnderWay, { facts }: MetBoard): boolean =>
  order.chip.download.protection === "status-register" || rearmsAfterCrc(facts.bootloader);

/**
 * Makes the next erase count again after CRCs, which on some chips have closed the flash: undefined
 * where only a restart would do and the nest has no way to make one. The returned function
 * @throws StepError `protected`, `link-lost`, `no-link`, `relay-failed`, `port-*`.
 */
export const reopenerOf = (
  run: RunUnderWay,
  board: MetBoard,
): ((progress: Progress) => Promise<void>) | undefined => {
  const { chip, baud } = run.order;
  const open = (progress: Progress): Promise<void> =>
    openFlash(run.mode, chip, board.facts, progress);
  if (bearsCrc(run, board)) return open;
  if (run.control.means !== "cycle") return undefined;
  return async (progress) => {
    await restartIntoDownload(run, run.findings.link?.baud ?? baud, progress, "link-check");
    await open(progress);
  };
};
