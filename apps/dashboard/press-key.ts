import {
  addText,
  type EntryLine,
  eraseLast,
  NO_ENTRY,
  readEntry,
  SCAN_GAP_MS,
  sentEntry,
} from "./entry.ts";
import type { KeyPress } from "./key-press.ts";
import {
  ask,
  hasEnded,
  type KeyEffect,
  type KeySituation,
  type KeyState,
  leave,
  only,
  say,
} from "./key-state.ts";
import { askToStop, isKeyLetter, pressLetter, stopLine } from "./press-letter.ts";
import { takeLine } from "./take-line.ts";
import { turnPage } from "./turn-page.ts";

/** More than a scanner's label ever holds. */
const LONGEST_PASTE = 1000;

/** A character that is a key unless another one follows soon. */
export const heldLetter = (state: KeyState): string | undefined => {
  const { kind, text } = state.entry;
  return kind === "plain" && isKeyLetter(text, state) ? text : undefined;
};

/** `KEY_ALONE_MS` have gone by without a key. */
export const settleKeys = (state: KeyState, situation: KeySituation): KeyEffect => {
  const letter = heldLetter(state);
  return letter === undefined
    ? only(state)
    : pressLetter({ ...state, entry: NO_ENTRY }, letter, situation);
};

const sendLine = (
  state: KeyState,
  entered: EntryLine,
  situation: KeySituation,
  nowMs: number,
): KeyEffect => {
  if (entered.text === "") return only({ ...state, entry: sentEntry(nowMs) });
  const effect = takeLine(state, entered, situation);
  return { ...effect, state: { ...effect.state, entry: sentEntry(nowMs) } };
};

const endLine = (state: KeyState, situation: KeySituation, nowMs: number): KeyEffect =>
  sendLine(state, readEntry(state.entry, nowMs), situation, nowMs);

/** One effect after the other. */
const then = (effect: KeyEffect, next: (state: KeyState) => KeyEffect): KeyEffect => {
  const { state, commands, say: said } = next(effect.state);
  return { state, commands: [...effect.commands, ...commands], say: said ?? effect.say };
};

/** Scanners end a code with a line end or a tab. */
const takeText = (
  state: KeyState,
  text: string,
  situation: KeySituation,
  nowMs: number,
): KeyEffect => {
  const [first = "", ...others] = text.split(/[\r\n\t]+/);
  const add = (to: KeyState, part: string): KeyState => ({
    ...to,
    entry: addText(to.entry, part, nowMs),
  });
  return others.reduce(
    (effect, part) =>
      then(effect, (at) => then(endLine(at, situation, nowMs), (sent) => only(add(sent, part)))),
    only(add(state, first)),
  );
};

/** A paste is a scan, its end or not. */
const takePaste = (
  state: KeyState,
  text: string,
  situation: KeySituation,
  nowMs: number,
): KeyEffect => {
  const closed: KeyState = { ...state, entry: NO_ENTRY };
  if (text.length > LONGEST_PASTE) return say(closed, "That paste is too long for a scan.");
  return takeText(closed, `${text}\r`, situation, nowMs);
};

/** Enter with nothing before it. */
const pressEnter = (state: KeyState, situation: KeySituation): KeyEffect => {
  if (state.help === "shown") return only({ ...state, help: "hidden" });
  if (state.question !== "none") return only(state);
  if (hasEnded(situation)) return leave(state);
  if (situation.role === "watch") return only(state);
  const { opened } = state;
  return ask(state, { kind: "start", ...(opened !== null && { fixture: opened }) });
};

const endOfText = (state: KeyState, situation: KeySituation, nowMs: number): KeyEffect => {
  const { entry } = state;
  if (entry.text.trim() !== "") return endLine(state, situation, nowMs);
  if (entry.kind === "typed") return only({ ...state, entry: NO_ENTRY });
  const cleared: KeyState = { ...state, entry: sentEntry(nowMs) };
  // The second half of a scanner's line end, or a key held down: nobody has seen what that would acknowledge.
  return nowMs - entry.lastMs <= SCAN_GAP_MS ? only(cleared) : pressEnter(cleared, situation);
};

/** The line was asked and may be past answering: a way out remains. */
const interrupt = (state: KeyState, situation: KeySituation): KeyEffect => {
  const isWayOut = situation.role === "watch" || hasEnded(situation) || state.stop === "sent";
  if (isWayOut) return leave(state);
  const cleared: KeyState = { ...state, entry: NO_ENTRY };
  return state.question === "stop" ? stopLine(cleared) : askToStop(cleared);
};

const goBack = (state: KeyState): KeyEffect => {
  if (state.entry.text !== "" || state.entry.kind === "typed") {
    return only({ ...state, entry: NO_ENTRY });
  }
  if (state.question !== "none") return only({ ...state, question: "none" });
  if (state.help === "shown") return only({ ...state, help: "hidden" });
  return only({ ...state, opened: null });
};

/** What a key means now; `nowMs` is the clock's. Pure. */
export const pressKey = (
  before: KeyState,
  press: KeyPress,
  situation: KeySituation,
  nowMs: number,
): KeyEffect => {
  // A lot that ended meanwhile has answered the question itself.
  const state: KeyState = hasEnded(situation) ? { ...before, question: "none" } : before;
  switch (press.kind) {
    case "interrupt":
      return interrupt(state, situation);
    case "text":
      return takeText(state, press.text, situation, nowMs);
    case "paste":
      return takePaste(state, press.text, situation, nowMs);
    case "enter":
      return endOfText(state, situation, nowMs);
    case "tab":
      return state.entry.text === ""
        ? only(turnPage(state, 1, situation))
        : endOfText(state, situation, nowMs);
    case "next":
      return only(turnPage(state, 1, situation));
    case "previous":
      return only(turnPage(state, -1, situation));
    case "escape":
      return goBack(state);
    case "erase":
      return only({ ...state, entry: eraseLast(state.entry) });
  }
};
