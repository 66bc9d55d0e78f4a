import { resolve } from "node:path";
import { systemClock } from "../../libs/clock/system-clock.ts";
import { atBoard, type BoardAtHand } from "./at-board.ts";
import type { TellBoard } from "./board-news.ts";
import { checkPlace, claimPlace, defaultName } from "./dump-place.ts";
import { EXIT_CODES } from "./exit-code.ts";
import { type FilledDump, fillDump } from "./fill-dump.ts";
import { meetBoard } from "./meet-board.ts";
import { rangeToRead, readableFlash } from "./range-to-read.ts";
import type { ReadOrder } from "./read-order.ts";

/**
 * `flashline read`: reads a board's flash, or a part of it, into a file, every byte proven by the
 * chip's CRC. A reading that was cut off goes on when it is asked for again.
 * @returns the exit code.
 * @throws InputError, StationError.
 */
export const readDump = async (order: ReadOrder, tell: TellBoard): Promise<number> => {
  if (order.output !== undefined) await checkPlace(resolve(order.output), order);
  const began = systemClock.now();
  const dump: FilledDump = { file: null, sha256: null, part: null, bytes: 0 };
  const { verdict, recoveries } = await atBoard(order, tell, (board) => read(board, order, dump));
  const failure = "failure" in verdict ? verdict.failure : null;
  const durationMs = Math.round(systemClock.now() - began);
  const end = { verdict: verdict.outcome, failure, durationMs, recoveries };
  tell({ kind: "read-ended", ...dump, ...end });
  return EXIT_CODES[verdict.outcome];
};

const read = async (board: BoardAtHand, order: ReadOrder, dump: FilledDump): Promise<void> => {
  const page = await meetBoard(board);
  board.tell({ kind: "board-met", board: page });
  const flash = readableFlash(page);
  const range = rangeToRead(order, flash);
  const file = resolve(order.output ?? defaultName(order, page.mac, systemClock.date()));
  if (order.output === undefined) await checkPlace(file, order);
  await using _ = await claimPlace(order.fixture, file);
  await fillDump(board, page, { file, flash, range, existing: order.existing }, dump);
};
