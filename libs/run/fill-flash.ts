import { sectorsOf } from "../firmware/flash-plan.ts";
import { eraseAll } from "../flasher/erase-all.ts";
import { writeSectors } from "../flasher/write-sectors.ts";
import { compareFlash } from "./compare-flash.ts";
import type { MetBoard } from "./meet-board.ts";
import type { RunUnderWay } from "./run-under-way.ts";
import { verifyFlash } from "./verify-flash.ts";

/**
 * Steps compare, erase, write and verify: afterwards the flash holds the plan, and has proved it.
 * `what`: `changed` leaves alone what the flash holds already; the proof covers all in any case.
 */
export const fillFlash = async (
  run: RunUnderWay,
  board: MetBoard,
  what: "all" | "changed",
): Promise<void> => {
  const { mode, tracker } = run;
  const { chip, plan } = run.order;
  const sectors = what === "changed" ? await compareFlash(run, board) : sectorsOf(plan);
  const erased = await tracker.step("erase", (progress) =>
    eraseAll(mode, chip, plan, sectors, progress),
  );
  await tracker.step("write", (progress) => writeSectors(mode, chip, plan, erased, progress));
  await verifyFlash(run, board, isDoubtful(run, what) ? "tell" : "repair");
};

/** Whether erases and writes came after CRCs that close the flash, and starting over is a way out. */
const isDoubtful = ({ control, order }: RunUnderWay, what: "all" | "changed"): boolean =>
  what === "changed" && order.chip.download.protection === "one-shot" && control.means === "cycle";
