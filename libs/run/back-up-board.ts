import { keepReading } from "../flasher/keep-reading.ts";
import { openFlash } from "../flasher/open-flash.ts";
import type { Progress } from "../flasher/progress.ts";
import { expectSameBoard } from "./expect-same-board.ts";
import type { MetBoard } from "./met-board.ts";
import { restartIntoDownload } from "./reach-board.ts";
import { reopenFlash } from "./reopen-flash.ts";
import type { BackupRecord } from "./run-record.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/**
 * Step backup, where the recipe asks for it: the whole flash is read, proven by the chip's CRC, and
 * stored before the first erase. Afterwards the flash is open for writing, unless a comparison
 * follows, which opens it for itself.
 * @throws StepError `backup-failed` where it cannot be stored, `read-mismatch`, `link-lost`; `wrong-chip`
 * where another board answers after a restart.
 */
export const backUpBoard = async (run: RunUnderWay, board: MetBoard): Promise<void> => {
  if (run.order.backup === "none") return;
  const { facts } = board;
  run.findings.backup = await run.tracker.step("backup", async (progress) => {
    const backup = await store(run, board, progress);
    progress.note(`Backup of the whole flash: ${backup.file}`);
    if (run.order.write === "changed") await openFlash(run.mode, run.order.chip, facts, progress);
    else await reopenFlash(run, board, progress);
    return backup;
  });
};

const store = async (
  run: RunUnderWay,
  board: MetBoard,
  progress: Progress,
): Promise<BackupRecord> => {
  const { mode, order, surroundings } = run;
  const { facts } = board;
  const flash = { download: order.chip.download, flashBytes: facts.flashBytes };
  const whole = { start: 0, end: facts.flashBytes };
  const relink = async (): Promise<void> => {
    await restartIntoDownload(run, run.findings.link?.baud ?? order.baud, progress);
    // A backup of two boards would be one of neither.
    await expectSameBoard(run, board, progress);
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
