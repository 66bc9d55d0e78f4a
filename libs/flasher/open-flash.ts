import type { Chip } from "../chips/chip.ts";
import { flashPartOf, unknownPart } from "../chips/flash-parts.ts";
import type { BoardFacts } from "./board-facts.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";
import { openProtection } from "./write-protection.ts";

/**
 * Makes the next erase count. Where the host sets the flash's status register its protection bits
 * are cleared; elsewhere a link check lets the next erase through (uart-protocol.md section 4.1).
 * @throws StepError `protected`, `link-lost`.
 */
export const openFlash = async (
  mode: DownloadMode,
  chip: Chip,
  board: BoardFacts,
  progress: Progress,
): Promise<void> => {
  if (chip.download.protection === "status-register") {
    const id = board.flashId ?? "";
    await openProtection(mode, flashPartOf(id) ?? unknownPart(id), progress);
    return;
  }
  await insist(mode, { step: progress.step, command: "link check" }, progress, async () =>
    (await mode.linkCheck()) ? true : undefined,
  );
};
