import type { LineState } from "../../libs/station/line-state.ts";
import type { OperatorCommand } from "../../libs/station/station-event.ts";
import { type Entry, NO_ENTRY } from "./entry.ts";

/** What the person at this screen does: the one operates the line, any number may watch it. */
export type Role = "operate" | "watch";

/** What the keys have led to so far. */
export interface KeyState {
  readonly entry: Entry;
  /** The page of tiles, from 0. */
  readonly page: number;
  /** The fixture whose page is open. */
  readonly opened: string | null;
  readonly help: "hidden" | "shown";
  /** `stop`: whether to end the line; `retry`, `lock`: in which fixture. */
  readonly question: "none" | "stop" | "retry" | "lock";
  /** `sent`: the line was asked to stop. */
  readonly stop: "no" | "sent";
  /** The screen is done. */
  readonly left: boolean;
}

/** What a key's meaning depends on. */
export interface KeySituation {
  readonly role: Role;
  readonly line: LineState;
  /** Pages of tiles. */
  readonly pages: number;
}

/** What a key does: the state after it, what is asked of the line, and what the screen itself says to it. */
export interface KeyEffect {
  readonly state: KeyState;
  readonly commands: readonly OperatorCommand[];
  readonly say: string | null;
}

/** Before any key. */
export const NO_KEYS: KeyState = {
  entry: NO_ENTRY,
  page: 0,
  opened: null,
  help: "hidden",
  question: "none",
  stop: "no",
  left: false,
};

/** A key that asks nothing of the line. */
export const only = (state: KeyState): KeyEffect => ({ state, commands: [], say: null });

/** A key that asks something of the line. */
export const ask = (state: KeyState, command: OperatorCommand): KeyEffect => ({
  ...only(state),
  commands: [command],
});

/** A key that the screen itself answers. */
export const say = (state: KeyState, text: string): KeyEffect => ({ ...only(state), say: text });

/** A key that ends the screen. */
export const leave = (state: KeyState): KeyEffect => only({ ...state, left: true });

/** Whether the lot is over: nothing is asked of the line any more. */
export const hasEnded = ({ line }: KeySituation): boolean => line.lot?.ended != null;

/** What is said to scans and keys that ask something of a lot that is over. */
export const LOT_OVER = "The lot has ended. Enter leaves this screen.";

/** What is said to scans and keys at a screen that watches. */
export const WATCHING_ONLY = "This screen watches: scan and press keys where the line was started.";
