import type { BoardJournal } from "./board-journal.ts";

/** Of a station that knows no board and keeps nothing: where no recipe gives a board anything of its own. */
export const NO_BOARD_JOURNAL: BoardJournal = {
  keepSector: () => undefined,
  earlierRewrites: () => [],
  markIdentity: () => undefined,
  meetBoard: () => undefined,
  passedMacs: () => [],
  holderOfMac: () => undefined,
  bearerOf: () => undefined,
  tieOf: () => null,
};
