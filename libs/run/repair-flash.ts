import { StepError } from "../failure/step-error.ts";
import { diagnoseMismatch } from "../flasher/diagnose-mismatch.ts";
import { locateWrong } from "../flasher/locate-wrong.ts";
import { mismatchOf } from "../flasher/mismatch-of.ts";
import type { Progress } from "../flasher/progress.ts";
import { rewriteSectors } from "../flasher/rewrite-sectors.ts";
import type { WrongRegion, WrongRegions } from "../flasher/verification.ts";
import type { MetBoard } from "./met-board.ts";
import { reopenerOf } from "./reopen-flash.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/** More than a wire good enough for everything else spoils in a whole flash; the rest is no accident. */
const SECTORS_AT_MOST = 8;

/** What becomes of more wrong sectors than can be repaired: the reason is looked for, or just told. */
export type IfTooMany = "repair-or-explain" | "repair-or-tell";

/**
 * Step repair: a few wrong sectors are erased and written once more.
 * @throws StepError with why the flash is wrong if there are more, or none can be told.
 */
export const repairFlash = (
  run: RunUnderWay,
  board: MetBoard,
  wrong: WrongRegions,
  ifTooMany: IfTooMany,
): Promise<void> =>
  run.tracker.step("repair", async (progress) => {
    const { mode, order } = run;
    const { plan } = board;
    const sectors = await locateWrong(mode, wrong, SECTORS_AT_MOST + 1, progress);
    const reopen = reopenerOf(run, board);
    const isRepairable = sectors.length > 0 && sectors.length <= SECTORS_AT_MOST;
    if (!isRepairable && ifTooMany === "repair-or-tell") throw new StepError(mismatchOf(wrong[0]));
    if (reopen === undefined || !isRepairable)
      return await explain(run, board, sectors, wrong, progress);
    await reopen(progress);
    await rewriteSectors(mode, order.chip, plan, sectors, progress);
  });

/** Step repair of a flash that is still wrong: ends with why it is, as `StepError`. */
export const giveUp = (run: RunUnderWay, board: MetBoard, wrong: WrongRegions): Promise<never> =>
  run.tracker.step("repair", async (progress) => {
    const sectors = await locateWrong(run.mode, wrong, SECTORS_AT_MOST + 1, progress);
    return await explain(run, board, sectors, wrong, progress);
  });

const explain = async (
  run: RunUnderWay,
  board: MetBoard,
  [first, ...others]: readonly WrongRegion[],
  regions: WrongRegions,
  progress: Progress,
): Promise<never> => {
  const reopen = reopenerOf(run, board);
  const openAgain = reopen && (() => reopen(progress));
  const wrong: WrongRegions = first === undefined ? regions : [first, ...others];
  throw new StepError(await diagnoseMismatch(run.mode, wrong, openAgain, progress));
};
