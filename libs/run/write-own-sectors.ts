import type { PlanSector } from "../firmware/flash-plan.ts";
import { eraseAll } from "../flasher/erase-all.ts";
import type { Progress } from "../flasher/progress.ts";
import { writeSectors } from "../flasher/write-sectors.ts";
import { markIdentity } from "./mark-identity.ts";
import type { MetBoard } from "./met-board.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/**
 * Erases and writes the board's own sectors, last and at once: only then is a power cut between the
 * two short, and only boards that took all else get what is theirs.
 * @throws StepError those of erase and write; `journal-failed`.
 */
export const writeOwnSectors = async (
  run: RunUnderWay,
  board: MetBoard,
  sectors: readonly PlanSector[],
  progress: Progress,
): Promise<void> => {
  const { mode, order } = run;
  markIdentity(run, board, "intended");
  const quiet = { ...progress, bytes: () => undefined };
  const erased = await eraseAll(mode, order.chip, board.plan, sectors, quiet);
  await writeSectors(mode, order.chip, board.plan, erased, quiet);
  markIdentity(run, board, "written");
};
