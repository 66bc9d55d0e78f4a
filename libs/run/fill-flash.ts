import { sectorsOf } from "../firmware/flash-plan.ts";
import { eraseAll } from "../flasher/erase-all.ts";
import { writeSectors } from "../flasher/write-sectors.ts";
import type { MetBoard } from "./meet-board.ts";
import type { RunUnderWay } from "./run-under-way.ts";
import { verifyFlash } from "./verify-flash.ts";

/** Steps erase, write and verify: afterwards the flash holds the plan, and has proved it. */
export const fillFlash = async (run: RunUnderWay, board: MetBoard): Promise<void> => {
  const { mode, tracker } = run;
  const { chip, plan } = run.order;
  const erased = await tracker.step("erase", (progress) =>
    eraseAll(mode, chip, plan, sectorsOf(plan), progress),
  );
  await tracker.step("write", (progress) => writeSectors(mode, chip, plan, erased, progress));
  await verifyFlash(run, board);
};
