import { StepError } from "../failure/step-error.ts";
import { leaveDownloadMode } from "../flasher/leave-download-mode.ts";
import { checkBoot } from "./check-boot.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/** A lot is refused before it begins where this could happen; a pass without the check would be a lie. */
const UNHEARD = {
  code: "internal",
  reason: "the recipe checks the boot, the nest has no log port",
} as const;

/** Step boot: the board starts what was written; the log port must show what the recipe expects. */
export const restartBoard = (run: RunUnderWay): Promise<void> =>
  run.tracker.step("boot", async (progress) => {
    const { control, line, log, mode, order, signal } = run;
    run.expectRestart();
    if (order.boot === undefined) return await mode.reboot();
    if (log === undefined) throw new StepError(UNHEARD);
    await leaveDownloadMode(mode, order.chip, run.logWire);
    // A port lost meanwhile is a control lost, also where the log comes over another.
    const either = AbortSignal.any([signal, line.lost]);
    await checkBoot(order.boot, { control, line, log }, progress, either);
  });
