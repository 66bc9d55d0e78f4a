import { covers, SECTOR_BYTES } from "../bytes/ranges.ts";
import { StepError } from "../failure/step-error.ts";
import { type FlashPlan, rangesOf } from "../firmware/flash-plan.ts";
import { verifyBootloaderArea } from "../flasher/bootloader-area.ts";
import { mismatchOf } from "../flasher/mismatch-of.ts";
import type { Verification } from "../flasher/verification.ts";
import { verifyByCrc } from "../flasher/verify-by-crc.ts";
import { verifyByReadback } from "../flasher/verify-by-readback.ts";
import { verifyUnchanged } from "../flasher/verify-unchanged.ts";
import { markIdentity } from "./mark-identity.ts";
import type { MetBoard } from "./met-board.ts";
import { giveUp, type IfTooMany, repairFlash } from "./repair-flash.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/**
 * Step verify: all of the plan, after the last write. A few wrong sectors are repaired once, and all
 * of it verified once more. Where the caller knows a better way than that or than finding out why,
 * it is told at once, as `verify-mismatch`.
 * @throws StepError with why the flash does not hold the plan.
 */
export const verifyFlash = async (
  run: RunUnderWay,
  board: MetBoard,
  ifWrong: "tell" | IfTooMany,
): Promise<void> => {
  let verification = await verify(run, board);
  if (verification.kind === "wrong") {
    if (ifWrong === "tell") throw new StepError(mismatchOf(verification.regions[0]));
    await repairFlash(run, board, verification.regions, ifWrong);
    verification = await verify(run, board);
  }
  if (verification.kind === "wrong") return await giveUp(run, board, verification.regions);
  run.findings.crcs = verification.ranges;
  markIdentity(run, board, "verified");
};

/** The plan, and what the plan must not have touched. */
const verify = (
  run: RunUnderWay,
  { plan, calibration, bootloaderCrc }: MetBoard,
): Promise<Verification> =>
  run.tracker.step("verify", async (progress) => {
    const { mode, order } = run;
    const verifyPlan = order.verify === "crc" ? verifyByCrc : verifyByReadback;
    const verification = await verifyPlan(mode, plan, progress);
    if (verification.kind === "wrong") return verification;
    if (calibration !== undefined && !isPlanned(plan, calibration.address))
      await verifyUnchanged(mode, calibration.address, calibration.bytes, progress);
    await verifyBootloaderArea(mode, order.chip, bootloaderCrc, progress);
    return verification;
  });

/** A calibration that the plan changes was verified with it. */
const isPlanned = (plan: FlashPlan, address: number): boolean =>
  covers(rangesOf(plan), { start: address, end: address + SECTOR_BYTES });
