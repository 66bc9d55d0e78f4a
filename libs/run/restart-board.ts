import { leaveDownloadMode } from "../flasher/leave-download-mode.ts";
import { checkBoot } from "./check-boot.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/** Step boot: the board starts what was written; the log port must show what the recipe expects. */
export const restartBoard = (run: RunUnderWay): Promise<void> =>
  run.tracker.step("boot", async (progress) => {
    const { control, line, log, mode, order, signal } = run;
    run.expectRestart();
    if (order.boot === undefined || log === undefined) return await mode.reboot();
    await leaveDownloadMode(mode, order.chip, run.logWire);
    // A port lost meanwhile is a control lost, also where the log comes over another.
    const either = AbortSignal.any([signal, line.lost]);
    await checkBoot(order.boot, { control, line, log }, progress, either);
  });
