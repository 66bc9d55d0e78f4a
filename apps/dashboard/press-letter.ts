import { commandRefusalWords } from "../../libs/station/refusal-words.ts";
import { openEntry } from "./entry.ts";
import {
  ask,
  hasEnded,
  type KeyEffect,
  type KeySituation,
  type KeyState,
  LOT_OVER,
  leave,
  only,
  say,
  WATCHING_ONLY,
} from "./key-state.ts";
import { retryCandidates } from "./retry-candidates.ts";

const LETTERS = /^[rlpq?/]$/i;

/** Whether a character that stays alone is a key now. A question for y or n takes any, and most for nothing. */
export const isKeyLetter = (text: string, { question }: KeyState): boolean =>
  LETTERS.test(text) || (question === "stop" && Array.from(text).length === 1);

/** Locks a fixture, or unlocks it if it is locked. */
export const turnLock = (state: KeyState, fixture: string, { line }: KeySituation): KeyEffect => {
  const isLocked = line.fixtures.some((it) => it.fixture === fixture && it.lock !== null);
  return ask(state, { kind: isLocked ? "unlock" : "lock", fixture });
};

const retry = (state: KeyState, { line }: KeySituation): KeyEffect => {
  if (state.opened !== null) return ask(state, { kind: "retry", fixture: state.opened });
  const [first, ...others] = retryCandidates(line);
  if (first === undefined) return say(state, commandRefusalWords({ reason: "nothing-to-retry" }));
  return others.length > 0
    ? only({ ...state, question: "retry" })
    : ask(state, { kind: "retry", fixture: first.fixture });
};

const lock = (state: KeyState, situation: KeySituation): KeyEffect =>
  state.opened === null
    ? only({ ...state, question: "lock" })
    : turnLock(state, state.opened, situation);

/** The line was told to stop. */
export const stopLine = (state: KeyState): KeyEffect =>
  ask({ ...state, stop: "sent", question: "none" }, { kind: "stop" });

/** Also with no board at work: a letter that a slow scanner or an elbow pressed must not end a lot. */
export const askToStop = (state: KeyState): KeyEffect =>
  state.stop === "sent" ? only(state) : only({ ...state, question: "stop" });

/** Who may only look: nobody asks anything of a line from here. */
const pressToLook = (state: KeyState, letter: string, why: string): KeyEffect =>
  letter === "q" ? leave(state) : say(state, why);

/** What a command letter does that was pressed alone. */
export const pressLetter = (
  before: KeyState,
  pressed: string,
  situation: KeySituation,
): KeyEffect => {
  const letter = pressed.toLowerCase();
  const state: KeyState = { ...before, question: "none" };
  if (before.question === "stop" && letter === "y") return stopLine(before);
  if (before.question === "stop" && letter === "n") return only(state);
  if (letter === "?") {
    return only({ ...state, help: state.help === "shown" ? "hidden" : "shown" });
  }
  if (hasEnded(situation)) return pressToLook(state, letter, LOT_OVER);
  if (situation.role === "watch") return pressToLook(state, letter, WATCHING_ONLY);
  switch (letter) {
    case "r":
      return retry(state, situation);
    case "l":
      return lock(state, situation);
    case "p":
      return ask(state, { kind: situation.line.paused === null ? "pause" : "resume" });
    case "/":
      return only({ ...state, entry: openEntry() });
    case "q":
      return askToStop(state);
    default:
      return only(before);
  }
};
