import { printable } from "../failure/printable.ts";
import type { FixtureState } from "./fixture-state.ts";
import type { Awaited } from "./station-event.ts";

/** The most an instruction may hold, in characters: a tile's line on the smallest screen. */
export const INSTRUCTION_LENGTH = 32;

/** Keeps the end of a serial, where its digits are. */
const shortSerial = (serial: string, room: number): string => {
  const characters = Array.from(printable(serial));
  const cut = characters.length > room ? ["~", ...characters.slice(1 - room)] : characters;
  return cut.join("");
};

const about = (before: string, serial: string, after: string): string =>
  before + shortSerial(serial, INSTRUCTION_LENGTH - before.length - after.length) + after;

const ENDINGS: Readonly<Record<Exclude<Awaited, "scan" | "reopen">, string>> = {
  key: ", press Enter",
  button: ", press start",
  board: "",
  swap: "",
  lid: ", close lid",
};

const instructWaiting = ({ nextSerial, awaits, run }: FixtureState): string => {
  const boardIsIn = run !== null && awaits !== "board";
  if (nextSerial === null || awaits === null || awaits === "scan") {
    return boardIsIn ? "Swap boards, scan the new serial" : "Load a board, scan its serial";
  }
  const isSame = run?.serial === nextSerial;
  const verb = isSame ? "Seat " : boardIsIn ? "Swap for " : "Load ";
  if (awaits !== "reopen") return about(verb, nextSerial, ENDINGS[awaits]);
  return about(`Open lid, ${verb.toLowerCase()}`, nextSerial, "");
};

/** What the operator does at this fixture now: one imperative line of at most 32 characters, safe to print. */
export const instruct = (fixture: FixtureState): string => {
  const { situation, run } = fixture;
  switch (situation) {
    case "empty":
      return "Wait for the line";
    case "waiting":
      return instructWaiting(fixture);
    case "running":
      return run?.asked ? printable(run.asked, INSTRUCTION_LENGTH) : "Do not touch the board";
    case "ended":
      return "Remove board";
    case "idle":
      return run === null ? "No board left for this fixture" : "Remove board";
    case "unplugged":
      return "Plug the adapter in again";
    case "unfit":
    case "lost":
      return "Call the engineer";
  }
};
