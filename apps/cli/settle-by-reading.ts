import { macForPeople } from "../../libs/bytes/mac.ts";
import { type BoardJudgement, judgeBoard } from "../../libs/identity/judge-board.ts";
import { InputError } from "../../libs/input/input-error.ts";
import type { IdentityEntry } from "../../libs/journal/identity-entry.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import type { BoardOrder } from "../one-board/board-order.ts";
import { EXIT } from "./exit.ts";

/**
 * Reads the board in a nest and settles the entry by what it bears, if that says enough.
 * @returns the exit code.
 * @throws InputError, StationError, JournalError.
 */
export const settleByReading = async (
  journal: Journal,
  entry: IdentityEntry,
  serial: string,
  nest: Omit<BoardOrder, "hasTerminal">,
): Promise<number> => {
  const fields = journal.sentFields(entry.entry);
  if (fields.length === 0) {
    throw new InputError(
      { source: "SERIAL" },
      `${serial} was never run with its values: there is nothing to settle.`,
      "Run it.",
    );
  }
  const { readFields } = await import("../one-board/read-fields.ts");
  const hasTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  const reading = await readFields({ ...nest, hasTerminal }, fields);
  if (!reading.ok) return reading.exitCode;
  const { mac, fields: found } = reading.read;
  const judgement = judgeBoard(entry, mac, found);
  const at = new Date().toISOString();
  const note = `read in ${nest.fixture}`;
  if (judgement === "bears-all" || judgement === "bears-none") {
    const state = judgement === "bears-all" ? "verified" : "released";
    const board = judgement === "bears-all" ? mac : null;
    journal.settleIdentity({ entry: entry.entry, serial, state, board, note, at });
  }
  const board = mac === null ? "no MAC" : `MAC ${macForPeople(mac)}`;
  process.stdout.write(`${serial}: ${SENTENCES[judgement]} (board in ${nest.fixture}: ${board})\n`);
  return judgement === "bears-all" || judgement === "bears-none" ? EXIT.ok : EXIT.boards;
};

const SENTENCES: Readonly<Record<BoardJudgement, string>> = {
  "bears-all": "settled as verified: the board bears all its values",
  "bears-none": "settled as reserved: its board bears none of its values",
  "bears-part": "not settled: the board bears a part of its values. Run the serial again with it",
  "other-board":
    "not settled: the board bears none of its values, and is not known to be the one they went to",
  "no-mac": "not settled: the board's calibration is cut off. Run the serial again with it",
};
