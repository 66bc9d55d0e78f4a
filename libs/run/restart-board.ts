import { checkBoot } from "./check-boot.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/** Step boot: the board starts what was written; the log port must show what the recipe expects. */
export const restartBoard = (run: RunUnderWay): Promise<void> =>
  run.tracker.step("boot", async (progress) => {
    const { control, line, log, mode, order, signal } = run;
    run.expectRestart();
    await mode.reboot();
    if (order.boot === undefined || log === undefined) return;
    await checkBoot(order.boot, { control, line, log }, progress, signal);
  });
