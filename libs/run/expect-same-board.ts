import { crc32 } from "../bytes/crc32.ts";
import { hex32, toHex } from "../bytes/hex.ts";
import { SECTOR_BYTES } from "../bytes/ranges.ts";
import { StepError } from "../failure/step-error.ts";
import { readMac } from "../firmware/calibration.ts";
import { sectorsIn } from "../firmware/flash-plan.ts";
import { insist } from "../flasher/insist.ts";
import type { Progress } from "../flasher/progress.ts";
import { readCalibration } from "../flasher/read-calibration.ts";
import { readSector } from "../flasher/read-sector.ts";
import { bearsCrc } from "./bears-crc.ts";
import { FINGERPRINTED, keepsFingerprint } from "./fingerprinted.ts";
import type { MetBoard } from "./met-board.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/** Of one board. */
const READINGS = 4;

/**
 * After a restart: still the same board, for nothing of one may go to another. By what the run itself
 * cannot have changed, without a CRC where that would close the flash. Data has no checksum on the
 * wire, so a difference is believed only when it is read twice in a row.
 * @throws StepError `wrong-chip` where it is another; `link-lost`, also where no two readings agree.
 */
export const expectSameBoard = async (
  run: RunUnderWay,
  board: MetBoard,
  progress: Progress,
): Promise<void> => {
  let refused: Marks | undefined;
  for (let readings = 0; readings < READINGS; readings += 1) {
    const marks = await readMarks(run, board, progress);
    if (isOf(board, marks)) {
      if (refused !== undefined) progress.recovered("asked-again");
      return;
    }
    if (refused !== undefined && isSame(marks, refused)) {
      const [expected, found] = ["the same board", "another board"];
      throw new StepError({ code: "wrong-chip", expected, found });
    }
    refused = marks;
  }
  throw new StepError({ code: "link-lost", step: progress.step, command: "identify" });
};

/** What boards are told apart by. Null where there is none, or none may be asked for. */
interface Marks {
  readonly mac: string | null;
  /** In the middle of the run's own rewrite of it. */
  readonly isHalfWritten: boolean;
  /** CRC of the whole calibration sector: two spoilt readings may both miss the MAC. */
  readonly calibration: number | null;
  readonly flashId: string | null;
  readonly fingerprint: string | null;
}

const readMarks = async (run: RunUnderWay, board: MetBoard, progress: Progress): Promise<Marks> => {
  const { facts } = board;
  const { mode, order } = run;
  const sector = await readCalibration(mode, order.chip, facts.flashBytes, progress, "none");
  return {
    mac: sector?.mac ?? null,
    isHalfWritten: sector?.mac === undefined && (await isHalfWritten(run, board, progress)),
    calibration: sector === undefined ? null : crc32(sector.bytes),
    flashId: facts.flashId === null ? null : await flashIdOf(run, progress),
    fingerprint: hasFingerprint(run, board) ? await fingerprintOf(run, progress) : null,
  };
};

const isSame = (left: Marks, right: Marks): boolean =>
  left.mac === right.mac &&
  left.isHalfWritten === right.isHalfWritten &&
  left.calibration === right.calibration &&
  left.flashId === right.flashId &&
  left.fingerprint === right.fingerprint;

const isOf = (board: MetBoard, { mac, isHalfWritten, flashId, fingerprint }: Marks): boolean =>
  (isHalfWritten || mac === board.facts.mac || (mac !== null && mac === plannedMac(board))) &&
  flashId === board.facts.flashId &&
  (fingerprint === null || fingerprint === board.facts.fingerprint);

/** What the plan makes of the calibration; undefined where it leaves it alone. */
const plannedCalibration = ({ plan, calibration }: MetBoard): Uint8Array | undefined => {
  if (calibration === undefined) return undefined;
  const { address: start } = calibration;
  return sectorsIn(plan, { start, end: start + SECTOR_BYTES })[0]?.bytes;
};

const plannedMac = (board: MetBoard): string | undefined => {
  const planned = plannedCalibration(board);
  return planned && readMac(planned);
};

/** A calibration that was being rewritten is partly erased, partly old, partly new; of another board it is neither. */
const isHalfWritten = async (
  { mode }: RunUnderWay,
  board: MetBoard,
  progress: Progress,
): Promise<boolean> => {
  const planned = plannedCalibration(board);
  if (board.calibration === undefined || planned === undefined) return false;
  const { address, bytes: before } = board.calibration;
  const found = await readSector(mode, address, progress, "none");
  return found.every(
    (byte, index) => byte === 0xff || byte === before[index] || byte === planned[index],
  );
};

/** Not one that the plan overwrites, nor one whose CRC would close the flash. */
const hasFingerprint = ({ order }: RunUnderWay, { facts, plan }: MetBoard): boolean =>
  bearsCrc(order, facts) && keepsFingerprint(plan);

const flashIdOf = async ({ mode }: RunUnderWay, progress: Progress): Promise<string> => {
  const question = { step: progress.step, command: "flash id" } as const;
  return toHex(await insist(mode, question, progress, () => mode.flashId()));
};

const fingerprintOf = async ({ mode }: RunUnderWay, progress: Progress): Promise<string> => {
  const { start, end } = FINGERPRINTED;
  const question = { step: progress.step, command: "crc", address: start } as const;
  return hex32(await insist(mode, question, progress, () => mode.crcRaw(start, end)));
};
