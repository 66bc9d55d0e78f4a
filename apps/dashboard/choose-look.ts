import type { Colours } from "../../libs/jig/colours-schema.ts";
import type { Colouring } from "./palette.ts";
import { ASCII_SYMBOLS, type Symbols, UNICODE_SYMBOLS } from "./symbols.ts";

/** How the screen is drawn on one kind of terminal. */
export interface Look {
  readonly colouring: Colouring;
  readonly symbols: Symbols;
}

/** The environment variables a terminal is known by. */
export type TerminalEnvironment = Readonly<
  Partial<Record<"NO_COLOR" | "TERM" | "LC_ALL" | "LC_CTYPE" | "LANG", string | undefined>>
>;

const chooseColouring = ({ NO_COLOR, TERM }: TerminalEnvironment, colours: Colours): Colouring => {
  if (NO_COLOR || TERM === "dumb") return "none";
  // The Linux console and its kin have 16 colours and no orange.
  return TERM === undefined || /^(linux|vt\d+|ansi|cons25)/.test(TERM) ? `${colours}-16` : colours;
};

/**
 * What the terminal of this environment can show of a station's colours (no-color.org; locale variables in the order
 * of setlocale(3)).
 */
export const chooseLook = (env: TerminalEnvironment, colours: Colours = "blue-orange"): Look => {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || "";
  return {
    colouring: chooseColouring(env, colours),
    symbols: /utf-?8/i.test(locale) ? UNICODE_SYMBOLS : ASCII_SYMBOLS,
  };
};
