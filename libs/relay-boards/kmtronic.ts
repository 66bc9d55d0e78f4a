import { KMTRONIC_START, kmtronicOrder, kmtronicState } from "./kmtronic-order.ts";
import type { RelayBoard } from "./relay-board.ts";

/**
 * KMtronic's USB relays with four or eight channels (maker's list of commands): switched alike;
 * `FF 09 00` asks for all, answered by a byte each.
 */
export const kmtronic: RelayBoard = {
  baudRate: 9600,
  channels: [1, 8],
  order: kmtronicOrder,
  readBack: {
    question: () => Uint8Array.of(KMTRONIC_START, 9, 0),
    read: (answer, channel) =>
      answer.length === 4 || answer.length === 8 ? kmtronicState(answer[channel - 1]) : undefined,
  },
};
