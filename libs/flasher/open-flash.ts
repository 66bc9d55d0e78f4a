import type { Chip } from "../chips/chip.ts";
import { flashPartOf } from "../chips/flash-parts.ts";
import type { BoardFacts } from "./board-facts.ts";
import type { DownloadMode } from "./download-mode.ts";
import { expectOpen } from "./expect-open.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";
import { openProtection } from "./write-protection.ts";

/**
 * Makes the next erase count. Where the host sets the flash's status register its protection bits
 * are cleared, if the part is known; elsewhere a link check lets the next erase through (uart-protocol.md section 4.1).
 * @throws StepError `protected`, `unknown-chip`, `link-lost`.
 */
export const openFlash = async (
  mode: DownloadMode,
  chip: Chip,
  board: BoardFacts,
  progress: Progress,
): Promise<void> => {
  if (chip.download.protection === "status-register") {
    const part = flashPartOf(board.flashId ?? "");
    if (part === undefined) await expectOpen(mode, board, progress);
    else await openProtection(mode, part, progress);
    return;
  }
  await insist(mode, { step: progress.step, command: "link check" }, progress, async () =>
    (await mode.linkCheck()) ? true : undefined,
  );
};
