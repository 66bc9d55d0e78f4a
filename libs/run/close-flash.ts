import { flashPartOf } from "../chips/flash-parts.ts";
import { closeProtection } from "../flasher/write-protection.ts";
import type { MetBoard } from "./met-board.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/**
 * Step protect, where the recipe asks for it: the flash is closed again. Where a CRC does that, the
 * last one of the verification has done it (uart-protocol.md section 4.1).
 * @throws StepError `unprotected`, `link-lost`.
 */
export const closeFlash = async (run: RunUnderWay, { facts }: MetBoard): Promise<void> => {
  if (run.order.protection === "open") return;
  await run.tracker.step("protect", async (progress) => {
    if (run.order.chip.download.protection !== "status-register") return;
    const part = flashPartOf(facts.flashId ?? "");
    if (part === undefined) progress.note("The flash is unknown and is left open");
    else await closeProtection(run.mode, part, progress);
  });
};
