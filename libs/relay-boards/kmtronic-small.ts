import { KMTRONIC_START, kmtronicOrder, kmtronicState } from "./kmtronic-order.ts";
import type { RelayBoard } from "./relay-board.ts";

/**
 * KMtronic's USB relays with one or two channels (maker's list of commands): `FF 01 01` on, `FF 01 00`
 * off; `FF 01 03` asks, answered by `FF 01` and the state.
 */
export const kmtronicSmall: RelayBoard = {
  baudRate: 9600,
  channels: [1, 2],
  order: kmtronicOrder,
  readBack: {
    question: (channel) => Uint8Array.of(KMTRONIC_START, channel, 3),
    read: ([start, number, state, ...rest], channel) =>
      start === KMTRONIC_START && number === channel && rest.length === 0
        ? kmtronicState(state)
        : undefined,
  },
};
