import { covers } from "../bytes/ranges.ts";
import { writableRange } from "../chips/chip.ts";
import { StepError } from "../failure/step-error.ts";
import { isOwnMac } from "../firmware/calibration.ts";
import { type FlashPlan, rangesOf } from "../firmware/flash-plan.ts";
import type { BoardFacts } from "../flasher/board-facts.ts";
import { crcOfBootloaderArea } from "../flasher/bootloader-area.ts";
import { confirmRefusal } from "../flasher/confirm-refusal.ts";
import { expectBootloader } from "../flasher/expect-bootloader.ts";
import { identifyBoard } from "../flasher/identify-board.ts";
import { openFlash } from "../flasher/open-flash.ts";
import type { Progress } from "../flasher/progress.ts";
import { readCalibration } from "../flasher/read-calibration.ts";
import type { MetBoard } from "./met-board.ts";
import { reopenFlash } from "./reopen-flash.ts";
import type { RunOrder, RunSurroundings } from "./run-order.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/**
 * Step identify: which board it is, what of it must survive, and the flash opened for writing: the
 * last stop before the first erase.
 */
export const meetBoard = (run: RunUnderWay): Promise<MetBoard> =>
  run.tracker.step("identify", (progress) => meet(run, progress));

const meet = async (run: RunUnderWay, progress: Progress): Promise<MetBoard> => {
  const { mode, order, surroundings } = run;
  const { chip, plan } = order;
  const identified = await confirmRefusal(progress, async () => {
    const facts = await identifyBoard(mode, chip, progress);
    if (order.bootloader === "keep") expectBootloader(plan, facts, chip, progress);
    return facts;
  });
  const calibration = await readCalibration(mode, chip, identified.flashBytes, progress);
  const mac = calibration?.mac ?? null;
  const facts: BoardFacts = { ...identified, mac };
  run.findings.board = facts;
  surroundings.report({ kind: "board-identified", board: facts });
  if (mac === null) progress.note("The board has no calibration data: no MAC");
  else if (!isOwnMac(mac)) progress.note(`The board has no MAC of its own: ${mac}`);
  else refusePassed(mac, surroundings);
  expectRoom(plan, facts, chip.marking);
  const writable = [writableRange(chip, order.bootloader, facts.flashBytes)];
  mode.allowWrites(rangesOf(plan).filter((range) => covers(writable, range)));
  const bootloaderCrc = await crcOfBootloaderArea(mode, chip, progress);
  const board = { facts, plan, calibration, bootloaderCrc };
  if (asksMore(order)) await openFlash(mode, chip, facts, progress);
  else await reopenFlash(run, board, progress);
  return board;
};

/** Whether more CRCs come before the first erase: a flash that they close need not be opened for good yet. */
const asksMore = ({ backup, write }: RunOrder): boolean =>
  backup === "whole" || write === "changed";

/** One physical board must not pass under two serials of a lot. */
const refusePassed = (mac: string, { passedAs }: RunSurroundings): void => {
  const otherSerial = passedAs(mac);
  if (otherSerial !== undefined) throw new StepError({ code: "already-passed", mac, otherSerial });
};

const expectRoom = (plan: FlashPlan, board: BoardFacts, marking: string): void => {
  const last = plan.regions.at(-1);
  if (last === undefined || last.start + last.bytes.length <= board.flashBytes) return;
  const found = `${marking} with only ${board.flashBytes / 1024} KiB of flash`;
  throw new StepError({ code: "wrong-chip", expected: marking, found });
};
