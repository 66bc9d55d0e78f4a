import type { BoardControl } from "../fixture/fixture.ts";
import type { ChipLine } from "./chip-line.ts";
import type { Progress } from "./progress.ts";

/** Seconds make a step stand out beside its neighbours', and somebody asks why. */
const TOLD_FROM_MS = 1000;

/**
 * Waits until the supply can take the board; a long wait is noted. To be done before link checks
 * flow: a board without power hears none of them.
 * @throws StepError `relay-failed`, `port-*`.
 */
export const awaitTurn = async (
  line: ChipLine,
  control: Pick<BoardControl, "awaitTurn">,
  progress: Pick<Progress, "note">,
): Promise<void> => {
  const began = line.clock.now();
  await line.during(control.awaitTurn());
  const waitedMs = line.clock.now() - began;
  if (waitedMs < TOLD_FROM_MS) return;
  progress.note(`Waited ${(waitedMs / 1000).toFixed(1)} s for its turn to power up`);
};
