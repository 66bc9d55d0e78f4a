import type { OperatorCommand } from "../../libs/station/station-event.ts";
import type { KeyPress } from "./key-press.ts";

/** What the person at this screen does: the one operates the line, any number may watch it. */
export type Role = "operate" | "watch";

/** What the keys have led to so far. */
export interface KeyState {
  /** A serial on its way in. */
  readonly typed: string;
  /** The page of tiles, from 0. */
  readonly page: number;
  /** `ask`: "Stop the line?" is on the screen; `sent`: the line was asked to stop. */
  readonly stop: "no" | "ask" | "sent";
  /** The screen is done. */
  readonly left: boolean;
}

/** What a key's meaning depends on. */
export interface KeySituation {
  readonly role: Role;
  readonly lotEnded: boolean;
  readonly boardsRunning: number;
  readonly pages: number;
}

/** What a key does: the state after it, and what is asked of the line. */
export interface KeyEffect {
  readonly state: KeyState;
  readonly commands: readonly OperatorCommand[];
}

/** Before any key. */
export const NO_KEYS: KeyState = { typed: "", page: 0, stop: "no", left: false };

/** More than any serial has: a cat on the keyboard. */
const TYPED_LIMIT = 256;

const only = (state: KeyState): KeyEffect => ({ state, commands: [] });

const leave = (state: KeyState): KeyEffect => only({ ...state, left: true });

const askToStop = (state: KeyState): KeyEffect => ({
  state: { ...state, stop: "sent", typed: "" },
  commands: [{ kind: "stop" }],
});

const turnPage = (state: KeyState, by: number, { pages }: KeySituation): KeyEffect =>
  only({ ...state, page: (Math.min(state.page, pages - 1) + by + pages) % pages });

/** Also with no board at work: a serial may begin with a q. */
const askFirst = (state: KeyState): KeyEffect => only({ ...state, stop: "ask" });

/** Scanners end a code with a line end and may frame it in control characters. */
const typeText = (state: KeyState, text: string): KeyEffect => {
  const lines = (state.typed + text).split(/[\r\n]+/).map((line) => line.replace(/\p{Cc}/gu, ""));
  const rest = lines.pop() ?? "";
  const serials = lines.map((line) => line.trim()).filter((serial) => serial !== "");
  return {
    state: { ...state, typed: rest.length > TYPED_LIMIT ? "" : rest },
    commands: serials.map((serial) => ({ kind: "scan", serial })),
  };
};

const pressEnter = (state: KeyState): KeyEffect =>
  state.typed.trim() === ""
    ? { state: { ...state, typed: "" }, commands: [{ kind: "start" }] }
    : typeText(state, "\r");

/** With "Stop the line?" on the screen. Enter is no answer: it may end a scan. */
const answer = (state: KeyState, press: KeyPress): KeyEffect => {
  if (press.kind === "interrupt") return askToStop(state);
  const closed: KeyState = { ...state, stop: "no" };
  if (press.kind === "escape") return only({ ...closed, typed: "" });
  if (press.kind !== "text") return only(state);
  if (/^y$/i.test(press.text)) return askToStop(state);
  if (/^n$/i.test(press.text)) return only({ ...closed, typed: "" });
  return typeText(closed, press.text);
};

const pressToWatch = (state: KeyState, press: KeyPress, situation: KeySituation): KeyEffect => {
  if (press.kind === "interrupt") return leave(state);
  if (press.kind === "text" && press.text === "q") return leave(state);
  if (press.kind === "next-page") return turnPage(state, 1, situation);
  if (press.kind === "previous-page") return turnPage(state, -1, situation);
  return only(state);
};

const pressToOperate = (state: KeyState, press: KeyPress, situation: KeySituation): KeyEffect => {
  switch (press.kind) {
    case "interrupt":
      // The line was asked and may be past answering: a way out remains.
      return state.stop === "sent" ? leave(state) : askFirst(state);
    case "next-page":
      return turnPage(state, 1, situation);
    case "previous-page":
      return turnPage(state, -1, situation);
    case "escape":
      return only({ ...state, typed: "" });
    case "erase":
      return only({ ...state, typed: Array.from(state.typed).slice(0, -1).join("") });
    case "enter":
      return pressEnter(state);
    case "text":
      // The q that asks is kept: it may be a serial's first character, the rest of which follows.
      return press.text === "q" && state.typed === "" && state.stop === "no"
        ? askFirst({ ...state, typed: "q" })
        : typeText(state, press.text);
  }
};

/** What a key means now. Pure. */
export const pressKey = (state: KeyState, press: KeyPress, situation: KeySituation): KeyEffect => {
  if (situation.lotEnded) return leave(state);
  if (situation.role === "watch") return pressToWatch(state, press, situation);
  if (state.stop === "ask") return answer(state, press);
  return pressToOperate(state, press, situation);
};
