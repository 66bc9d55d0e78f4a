import { printable } from "../failure/printable.ts";
import type { FixtureState, RunState } from "./fixture-state.ts";
import type { LotState } from "./lot-state.ts";

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

const instructWaiting = (
  nextSerial: string | null,
  run: RunState | null,
  trigger: LotState["trigger"],
): string => {
  const boardIsIn = run !== null;
  if (nextSerial === null) {
    return boardIsIn ? "Swap boards, scan the new serial" : "Load a board, scan its serial";
  }
  const verb = boardIsIn ? "Swap for " : "Load ";
  return about(verb, nextSerial, trigger === "operator" ? ", press Enter" : "");
};

/** What the operator does at this fixture now: one imperative line of at most 32 characters, safe to print. */
export const instruct = (
  { situation, nextSerial, run }: FixtureState,
  trigger: LotState["trigger"],
): string => {
  switch (situation) {
    case "empty":
      return "Wait for the line";
    case "waiting":
      return instructWaiting(nextSerial, run, trigger);
    case "running":
      return run?.asked ? printable(run.asked, INSTRUCTION_LENGTH) : "Do not touch the board";
    case "ended":
      return "Remove board";
    case "idle":
      return run === null ? "No board left for this fixture" : "Remove board";
    case "unplugged":
      return "Plug the adapter in";
    case "lost":
      return "Call the engineer";
  }
};
