import { type PlanSector, sectorsOf } from "../firmware/flash-plan.ts";
import { findChanged } from "../flasher/find-changed.ts";
import type { MetBoard } from "./met-board.ts";
import { reopenerOf } from "./reopen-flash.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/**
 * Step compare: the plan's sectors that have to be written, in order of address. The flash is open
 * for the erase afterwards if there are any.
 * @throws StepError `protected`, `link-lost`, `no-link`, `relay-failed`, `port-*`.
 */
export const compareFlash = (run: RunUnderWay, board: MetBoard): Promise<readonly PlanSector[]> =>
  run.tracker.step("compare", async (progress) => {
    const { plan } = board;
    const reopen = reopenerOf(run, board);
    if (reopen === undefined) {
      progress.note("Everything is written: after a comparison only a restart opens this flash");
      return sectorsOf(plan);
    }
    const changed = await findChanged(run.mode, plan, progress);
    if (changed.length > 0) await reopen(progress);
    return changed;
  });
