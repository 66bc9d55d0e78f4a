import { sectorsOf } from "../firmware/flash-plan.ts";
import { eraseAll } from "../flasher/erase-all.ts";
import { verifyByCrc } from "../flasher/verify-by-crc.ts";
import { verifyByReadback } from "../flasher/verify-by-readback.ts";
import { verifyUnchanged } from "../flasher/verify-unchanged.ts";
import { writeSectors } from "../flasher/write-sectors.ts";
import type { MetBoard } from "./meet-board.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/** Steps erase, write and verify: afterwards the flash holds the plan, and has proved it. */
export const fillFlash = async (run: RunUnderWay, board: MetBoard): Promise<void> => {
  const { mode, tracker } = run;
  const { chip, plan } = run.order;
  const erased = await tracker.step("erase", (progress) =>
    eraseAll(mode, chip, plan, sectorsOf(plan), progress),
  );
  await tracker.step("write", (progress) => writeSectors(mode, chip, plan, erased, progress));
  run.findings.crcs = await tracker.step("verify", async (progress) => {
    const verify = run.order.verify === "crc" ? verifyByCrc : verifyByReadback;
    const ranges = await verify(mode, plan, progress);
    if (board.calibration !== undefined) {
      const { address, bytes } = board.calibration;
      await verifyUnchanged(mode, address, bytes, progress);
    }
    return ranges;
  });
};
