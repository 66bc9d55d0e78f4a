import { kmtronic } from "./kmtronic.ts";
import { kmtronicSmall } from "./kmtronic-small.ts";
import { lcus } from "./lcus.ts";
import { lcusSilent } from "./lcus-silent.ts";
import { numato } from "./numato.ts";
import type { RelayBoard } from "./relay-board.ts";
import { usbRly } from "./usb-rly.ts";

/** Every kind of relay board, by its name in a jig file. */
export const RELAY_BOARDS = {
  lcus,
  "lcus-silent": lcusSilent,
  "usb-rly": usbRly,
  numato,
  kmtronic,
  "kmtronic-small": kmtronicSmall,
} as const satisfies Readonly<Record<string, RelayBoard>>;

/** A kind of relay board as a jig file names it. */
export type RelayBoardName = keyof typeof RELAY_BOARDS;

const isName = (name: string): name is RelayBoardName => Object.hasOwn(RELAY_BOARDS, name);

/** The names of all kinds, for people and schemas. */
export const RELAY_BOARD_NAMES: readonly RelayBoardName[] =
  Object.keys(RELAY_BOARDS).filter(isName);
