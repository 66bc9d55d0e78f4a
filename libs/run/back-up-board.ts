import { StepError } from "../failure/step-error.ts";
import type { BoardFacts } from "../flasher/board-facts.ts";
import { identifyBoard } from "../flasher/identify-board.ts";
import { keepReading } from "../flasher/keep-reading.ts";
import { openFlash } from "../flasher/open-flash.ts";
import type { Progress } from "../flasher/progress.ts";
import { readCalibration } from "../flasher/read-calibration.ts";
import type { MetBoard } from "./met-board.ts";
import { restartIntoDownload } from "./reach-board.ts";
import { reopenFlash } from "./reopen-flash.ts";
import type { BackupRecord } from "./run-record.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/**
 * Step backup, where the recipe asks for it: the whole flash is read, proven by the chip's CRC, and
 * stored before the first erase. Afterwards the flash is open for writing, unless a comparison
 * follows, which opens it for itself.
 * @throws StepError `backup-failed` where it cannot be stored, `read-mismatch`, `link-lost`.
 */
export const backUpBoard = async (run: RunUnderWay, board: MetBoard): Promise<void> => {
  if (run.order.backup === "none") return;
  const { facts } = board;
  run.findings.backup = await run.tracker.step("backup", async (progress) => {
    const backup = await store(run, facts, progress);
    progress.note(`Backup of the whole flash: ${backup.file}`);
    if (run.order.write === "changed") await openFlash(run.mode, run.order.chip, facts, progress);
    else await reopenFlash(run, board, progress);
    return backup;
  });
};

const store = async (
  run: RunUnderWay,
  facts: BoardFacts,
  progress: Progress,
): Promise<BackupRecord> => {
  const { mode, order, surroundings } = run;
  const flash = { download: order.chip.download, flashBytes: facts.flashBytes };
  const whole = { start: 0, end: facts.flashBytes };
  const relink = async (): Promise<void> => {
    await restartIntoDownload(run, run.findings.link?.baud ?? order.baud, progress);
    await expectSameBoard(run, facts, progress);
  };
  const file = await surroundings.openBackup(facts);
  try {
    const keep = (_: number, bytes: Uint8Array): Promise<void> => file.append(bytes);
    await keepReading({ mode, relink }, flash, whole, keep, progress);
    return await file.finish();
  } catch (error) {
    // Why it is none says more than that its beginning stays.
    await file.discard().catch(() => undefined);
    throw error;
  }
};

/**
 * A backup of two boards would be one of neither. With CRCs, which cost nothing here: on a bad wire
 * a board must not be taken for another. @throws StepError `link-lost`
 */
const expectSameBoard = async (
  { mode, order }: RunUnderWay,
  facts: BoardFacts,
  progress: Progress,
): Promise<void> => {
  const { flashBytes, fingerprint, flashId } = await identifyBoard(mode, order.chip, progress);
  const calibration = await readCalibration(mode, order.chip, flashBytes, progress);
  const mac = calibration?.mac ?? null;
  if (mac === facts.mac && fingerprint === facts.fingerprint && flashId === facts.flashId) return;
  throw new StepError({ code: "link-lost", step: "backup", command: "read" });
};
