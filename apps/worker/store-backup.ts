import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { RunJob } from "../../libs/dispatch/messages.ts";
import { backupName } from "../../libs/dump/backup-name.ts";
import { DumpFile } from "../../libs/dump/dump-file.ts";
import { storing } from "../../libs/dump/storing.ts";
import type { BoardFacts } from "../../libs/flasher/board-facts.ts";
import type { BackupFile } from "../../libs/run/run-order.ts";

/**
 * Opens the file for a run's copy of its board's flash in `folder`, which is made. Rejects with
 * `StepError` (`backup-failed`).
 */
export const openBackup = async (
  folder: string,
  job: Pick<RunJob, "serial" | "run">,
  board: BoardFacts,
): Promise<BackupFile> => {
  const file = join(folder, backupName(job.serial, job.run));
  await storing(file, () => mkdir(folder, { recursive: true, mode: 0o700 }));
  const dump = await DumpFile.open(file, { start: 0, end: board.flashBytes, board });
  return {
    append: (bytes) => dump.append(bytes),
    finish: async () => {
      await using _ = dump;
      return { file, sha256: await dump.finish("refuse") };
    },
    discard: async () => {
      await using _ = dump;
      await dump.discard();
    },
  };
};
