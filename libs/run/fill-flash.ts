import { sectorsOf } from "../firmware/flash-plan.ts";
import { eraseAll } from "../flasher/erase-all.ts";
import { writeSectors } from "../flasher/write-sectors.ts";
import { compareFlash } from "./compare-flash.ts";
import type { MetBoard } from "./met-board.ts";
import type { RunUnderWay } from "./run-under-way.ts";
import { verifyFlash } from "./verify-flash.ts";

/**
 * Steps compare, erase, write and verify: afterwards the flash holds the plan, and has proved it.
 * `what`: `changed` leaves alone what the flash holds already; the proof covers all in any case.
 * `chance`: after the first one the run may start over, if that can help.
 */
export const fillFlash = async (
  run: RunUnderWay,
  board: MetBoard,
  what: "all" | "changed",
  chance: "first" | "last",
): Promise<void> => {
  const { mode, tracker } = run;
  const { chip } = run.order;
  const { plan } = board;
  const sectors = what === "changed" ? await compareFlash(run, board) : sectorsOf(plan);
  const erased = await tracker.step("erase", (progress) =>
    eraseAll(mode, chip, plan, sectors, progress),
  );
  await tracker.step("write", (progress) => writeSectors(mode, chip, plan, erased, progress));
  const canHelp = chance === "first" && restartOpensFlash(run);
  const ifWrong = canHelp ? (what === "changed" ? "tell" : "repair-or-tell") : "repair-or-explain";
  await verifyFlash(run, board, ifWrong);
};

/** Where CRCs close the flash, all that came after one may have been in vain but for a restart. */
const restartOpensFlash = ({ control, order }: RunUnderWay): boolean =>
  order.chip.download.protection === "one-shot" && control.means === "cycle";
