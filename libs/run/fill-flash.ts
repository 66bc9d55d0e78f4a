import { sectorsOf } from "../firmware/flash-plan.ts";
import { withoutSectors } from "../firmware/own-sectors.ts";
import { eraseAll } from "../flasher/erase-all.ts";
import { writeSectors } from "../flasher/write-sectors.ts";
import { compareFlash } from "./compare-flash.ts";
import type { MetBoard } from "./met-board.ts";
import type { RunUnderWay } from "./run-under-way.ts";
import { verifyFlash } from "./verify-flash.ts";
import { writeOwnSectors } from "./write-own-sectors.ts";

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
  const own = new Set(board.own.map(({ address }) => address));
  const shared = sectors.filter(({ address }) => !own.has(address));
  const sharedPlan = withoutSectors(plan, board.own);
  const erased = await tracker.step("erase", (progress) =>
    eraseAll(mode, chip, sharedPlan, shared, progress),
  );
  await tracker.step("write", async (progress) => {
    await writeSectors(mode, chip, sharedPlan, erased, progress);
    if (own.size === 0) return;
    const ofBoard = sectors.filter(({ address }) => own.has(address));
    await writeOwnSectors(run, board, ofBoard, progress);
  });
  const canHelp = chance === "first" && restartOpensFlash(run);
  const ifWrong = canHelp ? (what === "changed" ? "tell" : "repair-or-tell") : "repair-or-explain";
  await verifyFlash(run, board, ifWrong);
};

/** Where CRCs close the flash, all that came after one may have been in vain but for a restart. */
const restartOpensFlash = ({ control, order }: RunUnderWay): boolean =>
  order.chip.download.protection === "one-shot" && control.means === "cycle";
