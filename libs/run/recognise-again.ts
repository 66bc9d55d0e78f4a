import { hex32, toHex } from "../bytes/hex.ts";
import { covers } from "../bytes/ranges.ts";
import { StepError } from "../failure/step-error.ts";
import { rangesOf } from "../firmware/flash-plan.ts";
import { confirmRefusal } from "../flasher/confirm-refusal.ts";
import { insist } from "../flasher/insist.ts";
import { openFlash } from "../flasher/open-flash.ts";
import type { Progress } from "../flasher/progress.ts";
import { readCalibration } from "../flasher/read-calibration.ts";
import type { MetBoard } from "./meet-board.ts";
import { bearsCrc } from "./reopen-flash.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/** What the fingerprint was taken of, as the command was sent then. */
const FINGERPRINTED = { start: 0, end: 256 } as const;

/**
 * Step identify once more, after a restart in mid-work: still the same board, for what is half
 * written must not be finished on another. By what the run itself cannot have changed.
 * @throws StepError `wrong-chip` where it is another; `protected`, `link-lost`.
 */
export const recogniseAgain = (run: RunUnderWay, board: MetBoard): Promise<void> =>
  run.tracker.step("identify", async (progress) => {
    const { chip } = run.order;
    const { facts } = board;
    await confirmRefusal(progress, () => expectSame(run, board, progress));
    await openFlash(run.mode, chip, facts, progress);
  });

const expectSame = async (run: RunUnderWay, board: MetBoard, progress: Progress): Promise<void> => {
  const { facts } = board;
  const calibration = await readCalibration(run.mode, run.order.chip, facts.flashBytes, progress);
  const isSame =
    (calibration?.mac ?? null) === facts.mac &&
    (facts.flashId === null || (await flashIdOf(run, progress)) === facts.flashId) &&
    (!hasFingerprint(run, board) || (await fingerprintOf(run, progress)) === facts.fingerprint);
  if (isSame) return;
  const [expected, found] = ["the same board", "another board"];
  throw new StepError({ code: "wrong-chip", expected, found });
};

/** Not one that the plan overwrites, nor one whose CRC would close the flash. */
const hasFingerprint = (run: RunUnderWay, board: MetBoard): boolean =>
  bearsCrc(run, board) && !covers(rangesOf(run.order.plan), FINGERPRINTED);

const flashIdOf = async ({ mode }: RunUnderWay, progress: Progress): Promise<string> => {
  const question = { step: progress.step, command: "flash id" } as const;
  return toHex(await insist(mode, question, progress, () => mode.flashId()));
};

const fingerprintOf = async ({ mode }: RunUnderWay, progress: Progress): Promise<string> => {
  const { start, end } = FINGERPRINTED;
  const question = { step: progress.step, command: "crc", address: start } as const;
  return hex32(await insist(mode, question, progress, () => mode.crcRaw(start, end)));
};
