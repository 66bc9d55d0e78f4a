import type { IdentityMark } from "./board-journal.ts";
import type { MetBoard } from "./met-board.ts";
import { givenMacOf } from "./own-patches.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/**
 * Makes durable how far the values of the board's own have come; nothing where it is given none.
 * @throws StepError `journal-failed`; `identity-conflict` where another board was quicker.
 */
export const markIdentity = (
  { order, surroundings, findings }: RunUnderWay,
  { calibration }: MetBoard,
  state: IdentityMark["state"],
): void => {
  const { own } = order;
  if (own === undefined) return;
  const boardMac = calibration?.mac ?? null;
  surroundings.journal.markIdentity({
    entry: own.entry,
    state,
    boardMac,
    givenMac: givenMacOf(own.fields),
  });
  findings.identity = { state, board: boardMac };
};
