import { hex32, toHex } from "../bytes/hex.ts";
import { covers } from "../bytes/ranges.ts";
import { StepError } from "../failure/step-error.ts";
import { rangesOf } from "../firmware/flash-plan.ts";
import { confirmRefusal } from "../flasher/confirm-refusal.ts";
import { insist } from "../flasher/insist.ts";
import type { Progress } from "../flasher/progress.ts";
import { readCalibration } from "../flasher/read-calibration.ts";
import { bearsCrc } from "./bears-crc.ts";
import type { MetBoard } from "./met-board.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/** What the fingerprint was taken of, as the command was sent then. */
const FINGERPRINTED = { start: 0, end: 256 } as const;

/**
 * After a restart: still the same board, for nothing of one may go to another. By what the run itself
 * cannot have changed, without a CRC where that would close the flash.
 * @throws StepError `wrong-chip` where it is another; `link-lost`.
 */
export const expectSameBoard = (
  run: RunUnderWay,
  board: MetBoard,
  progress: Progress,
): Promise<void> => confirmRefusal(progress, () => expectSame(run, board, progress));

const expectSame = async (run: RunUnderWay, board: MetBoard, progress: Progress): Promise<void> => {
  const { facts } = board;
  const { mode, order } = run;
  const calibration = await readCalibration(mode, order.chip, facts.flashBytes, progress, "none");
  const isSame =
    (calibration?.mac ?? null) === facts.mac &&
    (facts.flashId === null || (await flashIdOf(run, progress)) === facts.flashId) &&
    (!hasFingerprint(run, board) || (await fingerprintOf(run, progress)) === facts.fingerprint);
  if (isSame) return;
  const [expected, found] = ["the same board", "another board"];
  throw new StepError({ code: "wrong-chip", expected, found });
};

/** Not one that the plan overwrites, nor one whose CRC would close the flash. */
const hasFingerprint = ({ order }: RunUnderWay, { facts }: MetBoard): boolean =>
  bearsCrc(order, facts) && !covers(rangesOf(order.plan), FINGERPRINTED);

const flashIdOf = async ({ mode }: RunUnderWay, progress: Progress): Promise<string> => {
  const question = { step: progress.step, command: "flash id" } as const;
  return toHex(await insist(mode, question, progress, () => mode.flashId()));
};

const fingerprintOf = async ({ mode }: RunUnderWay, progress: Progress): Promise<string> => {
  const { start, end } = FINGERPRINTED;
  const question = { step: progress.step, command: "crc", address: start } as const;
  return hex32(await insist(mode, question, progress, () => mode.crcRaw(start, end)));
};
