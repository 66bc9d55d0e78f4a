import { isOwnMac } from "../bytes/mac.ts";
import { covers } from "../bytes/ranges.ts";
import { writableRange } from "../chips/chip.ts";
import { StepError } from "../failure/step-error.ts";
import { rangesOf } from "../firmware/flash-plan.ts";
import { withOwnSectors, withoutSectors } from "../firmware/own-sectors.ts";
import type { BoardFacts } from "../flasher/board-facts.ts";
import { crcOfBootloaderArea } from "../flasher/bootloader-area.ts";
import { confirmRefusal } from "../flasher/confirm-refusal.ts";
import { expectBootloader } from "../flasher/expect-bootloader.ts";
import { identifyBoard } from "../flasher/identify-board.ts";
import { openFlash } from "../flasher/open-flash.ts";
import type { Progress } from "../flasher/progress.ts";
import { readCalibration } from "../flasher/read-calibration.ts";
import { keepsCalibration, tellClone } from "./clone-calibration.ts";
import { expectClone } from "./expect-clone.ts";
import { expectIdentity } from "./expect-identity.ts";
import { keepOwnSectors } from "./keep-own-sectors.ts";
import type { MetBoard } from "./met-board.ts";
import { tellOtherBoard } from "./other-board.ts";
import { ownPatches } from "./own-patches.ts";
import { planOwnSectors } from "./plan-own-sectors.ts";
import { reopenFlash } from "./reopen-flash.ts";
import type { RunOrder } from "./run-order.ts";
import type { RunUnderWay } from "./run-under-way.ts";
import { settleCalibration } from "./settle-calibration.ts";

/**
 * Step identify: which board it is, what of it must survive, and the flash opened for writing: the
 * last stop before the first erase.
 */
export const meetBoard = (run: RunUnderWay): Promise<MetBoard> =>
  run.tracker.step("identify", (progress) => meet(run, progress));

const meet = async (run: RunUnderWay, progress: Progress): Promise<MetBoard> => {
  const { mode, order, surroundings } = run;
  const { chip } = order;
  const identified = await confirmRefusal(progress, async () => {
    const facts = await identifyBoard(mode, chip, progress);
    if (order.bootloader === "keep") expectBootloader(order.plan, facts, chip, progress);
    return facts;
  });
  const found = await readCalibration(mode, chip, identified.flashBytes, progress);
  const mac = found?.mac ?? null;
  const facts: BoardFacts = { ...identified, mac };
  run.findings.board = facts;
  surroundings.report({ kind: "board-identified", board: facts });
  if (mac === null) progress.note("The board has no calibration data: no MAC");
  else if (!isOwnMac(mac)) progress.note(`The board has no MAC of its own: ${mac}`);
  expectRoom(order, facts);
  const earlier = surroundings.journal.earlierRewrites();
  expectClone(order, facts, earlier);
  const calibration = await settleCalibration(mode, order, facts, found, earlier, progress);
  const cloned = tellClone(order, calibration);
  if (cloned !== undefined) progress.note(cloned);
  const calibrations = { found, calibration };
  expectIdentity(order, surroundings, calibrations, earlier);
  const other = tellOtherBoard(calibration?.mac ?? null, surroundings.journal.passedMacs());
  if (other !== undefined) progress.note(`${order.identity.serial} ${other}`);
  const shared = keepsCalibration(order, calibration)
    ? withoutSectors(order.plan, [calibration])
    : order.plan;
  const known = { facts, plan: shared };
  const own = await planOwnSectors(run, known, calibrations, earlier, progress);
  const plan = own.length === 0 ? shared : withOwnSectors(shared, own);
  const writable = [writableRange(chip, order.bootloader, facts.flashBytes)];
  mode.allowWrites(rangesOf(plan).filter((range) => covers(writable, range)));
  const bootloaderCrc = await crcOfBootloaderArea(mode, chip, progress);
  const board = { facts, plan, own, calibration, bootloaderCrc };
  keepOwnSectors(run, board);
  if (asksMore(order)) await openFlash(mode, chip, facts, progress);
  else await reopenFlash(run, board, progress);
  return board;
};

/** Whether more CRCs come before the first erase: a flash that they close need not be opened for good yet. */
const asksMore = ({ backup, write }: RunOrder): boolean =>
  backup === "whole" || write === "changed";

const expectRoom = ({ chip, plan, own }: RunOrder, { flashBytes }: BoardFacts): void => {
  const patches = [...plan.patches, ...ownPatches(own)];
  const isInside =
    rangesOf(plan).every(({ end }) => end <= flashBytes) &&
    patches.every((patch) => patch.kind !== "bytes" || patch.start < flashBytes);
  if (isInside) return;
  const found = `${chip.marking} with only ${flashBytes / 1024} KiB of flash`;
  throw new StepError({ code: "wrong-chip", expected: chip.marking, found });
};
