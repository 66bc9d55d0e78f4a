import { backUpBoard } from "./back-up-board.ts";
import { closeFlash } from "./close-flash.ts";
import { fillFlash } from "./fill-flash.ts";
import { meetBoard } from "./meet-board.ts";
import { reachBoard } from "./reach-board.ts";
import { restartBoard } from "./restart-board.ts";
import type { RunUnderWay } from "./run-under-way.ts";
import { startOver } from "./start-over.ts";

/**
 * The story of one board, from its first power-on to its first start with what was written.
 * @throws StepError with why it is no pass; the abort's reason when called off.
 */
export const flashBoard = async (run: RunUnderWay): Promise<void> => {
  await reachBoard(run);
  const board = await meetBoard(run);
  await backUpBoard(run, board);
  try {
    await fillFlash(run, board, run.order.write, "first");
  } catch (error) {
    await startOver(run, board, error);
    await fillFlash(run, board, "all", "last");
  }
  await closeFlash(run, board);
  await restartBoard(run);
};
