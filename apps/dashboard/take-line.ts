import type { LineState } from "../../libs/station/line-state.ts";
import type { EntryLine } from "./entry.ts";
import {
  ask,
  hasEnded,
  type KeyEffect,
  type KeySituation,
  type KeyState,
  LOT_OVER,
  only,
  say,
  WATCHING_ONLY,
} from "./key-state.ts";
import { turnLock } from "./press-letter.ts";

/** What no serial and no fixture's label holds: with it a number is nothing but a place. */
const PLACE_MARK = "#";

/** Whether a number that is a fixture's place means something else here. */
const meansBoard = ({ text, pace }: EntryLine, { lot, fixtures }: LineState): boolean => {
  const isSerial = lot?.numericSerials.includes(Number(text)) === true;
  if (isSerial && lot.boards !== null) return true;
  // It may be a board's serial, or a label: people type slower than scanners.
  const isUncertain = isSerial || fixtures.some(({ fixture }) => fixture === text);
  return isUncertain && pace === "scanner";
};

/** The fixture whose number on the screen was entered, unless the number is a board's. */
export const numberedFixture = (entered: EntryLine, line: LineState): string | undefined => {
  const isMarked = entered.text.startsWith(PLACE_MARK);
  const number = isMarked ? entered.text.slice(PLACE_MARK.length) : entered.text;
  if (!/^[1-9]\d{0,2}$/.test(number)) return undefined;
  const fixture = line.fixtures[Number(number) - 1]?.fixture;
  return isMarked || !meansBoard(entered, line) ? fixture : undefined;
};

/** The fixture a question is answered with: by its number, or by its label. */
const answeredFixture = (entered: EntryLine, line: LineState): string | undefined => {
  const label = entered.text.replace(/^fixture:/, "");
  const labelled = line.fixtures.find(({ fixture }) => fixture === label)?.fixture;
  return numberedFixture(entered, line) ?? labelled;
};

/** Scans go to the line, which knows what they are. */
const scan = (state: KeyState, serial: string, situation: KeySituation): KeyEffect => {
  if (hasEnded(situation)) return say(state, LOT_OVER);
  if (situation.role === "watch") return say(state, WATCHING_ONLY);
  return ask(state, { kind: "scan", serial });
};

/** What was scanned or typed, its end included: an answer, a fixture's number, or a scan. */
export const takeLine = (
  before: KeyState,
  entered: EntryLine,
  situation: KeySituation,
): KeyEffect => {
  const { question } = before;
  const state: KeyState = { ...before, question: "none" };
  if (before.entry.kind === "typed") return scan(state, entered.text, situation);
  const answer =
    question === "retry" || question === "lock"
      ? answeredFixture(entered, situation.line)
      : undefined;
  if (answer !== undefined) {
    return question === "lock"
      ? turnLock(state, answer, situation)
      : ask(state, { kind: "retry", fixture: answer });
  }
  const fixture = numberedFixture(entered, situation.line);
  return fixture === undefined
    ? scan(state, entered.text, situation)
    : only({ ...state, opened: fixture, help: "hidden" });
};
