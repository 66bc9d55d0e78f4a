import { fromHex } from "../../libs/bytes/hex.ts";
import { sameBytes } from "../../libs/bytes/same-bytes.ts";
import { readBlock } from "../../libs/flasher/read-flash.ts";
import type { BoardField } from "../../libs/run/board-identity.ts";
import { atBoard } from "./at-board.ts";
import type { BoardOrder } from "./board-order.ts";
import { EXIT_CODES } from "./exit-code.ts";
import { meetBoard } from "./meet-board.ts";
import { readableFlash } from "./range-to-read.ts";
import { tellPeople } from "./tell-people.ts";

/** What a board has where fields were to be written. */
export interface ReadFields {
  /** 12 hex digits, or null where it has no calibration. */
  readonly mac: string | null;
  /** In the order they were asked for; whether it has just the field's bytes. */
  readonly fields: readonly { readonly field: string; readonly isThere: boolean }[];
}

/** What was read, or the exit code of the command; what went wrong is told on stderr by then. */
export type FieldsReading =
  | { readonly ok: true; readonly read: ReadFields }
  | { readonly ok: false; readonly exitCode: number };

/**
 * Reads the places of fields of the board in a nest, each proven by the chip's CRC, and compares.
 * Changes nothing on the board, which has no power afterwards.
 * @throws InputError, StationError.
 */
export const readFields = async (
  order: BoardOrder,
  fields: readonly BoardField[],
): Promise<FieldsReading> => {
  const tell = tellPeople(order.fixture, process.stderr);
  let read: ReadFields | undefined;
  const { verdict } = await atBoard(order, tell, async (board) => {
    const page = await meetBoard(board);
    const flash = readableFlash(page);
    const found = await board.tracker.step("identify", async (progress) => {
      const compared: { field: string; isThere: boolean }[] = [];
      for (const { field, place, value } of fields) {
        if (place.kind === "calibration") {
          compared.push({ field, isThere: page.mac === value });
          continue;
        }
        const wanted = fromHex(value);
        const range = { start: place.start, end: place.start + wanted.length };
        const bytes = await readBlock(board.mode, flash, range, progress);
        compared.push({ field, isThere: sameBytes(bytes, wanted) });
      }
      return compared;
    });
    read = { mac: page.mac, fields: found };
  });
  const failure = "failure" in verdict ? verdict.failure : null;
  if (read !== undefined && verdict.outcome === "pass") return { ok: true, read };
  tell({ kind: "board-info", verdict: verdict.outcome, failure, board: null });
  return { ok: false, exitCode: EXIT_CODES[verdict.outcome] };
};
