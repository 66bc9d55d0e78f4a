import type { Nest, UnservedBoard } from "./lot-plan.ts";

/** The board of a nest without a worker whose run is to be heard of yet. */
export const openBoard = (nest: Nest | undefined, serial: string): UnservedBoard | undefined => {
  if (nest?.kind !== "unserved" || nest.board?.serial !== serial) return undefined;
  return nest.board.run === "open" ? nest.board : undefined;
};
