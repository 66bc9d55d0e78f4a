import { asciiBytes, latin1Text } from "../bytes/text.ts";
import type { RelayBoard } from "./relay-board.ts";

/** Digits, then letters beyond F: relay 10 is A, relay 31 is V. */
const nameOf = (channel: number): string => channel.toString(32).toUpperCase();

/**
 * Numato Lab's USB relay modules of up to 32 relays, counted from 0 (maker's manual and sample
 * programs): words ended by a carriage return, echoed; `relay read` is answered by `on` or `off` on a
 * line of its own. Their rate is not used, any will do.
 */
export const numato: RelayBoard = {
  baudRate: 19_200,
  channels: [0, 31],
  order: (channel, to) => asciiBytes(`relay ${to} ${nameOf(channel)}\r`),
  readBack: {
    question: (channel) => asciiBytes(`relay read ${nameOf(channel)}\r`),
    read: (answer) => {
      const lines = latin1Text(answer)
        .split(/[\r\n>]+/)
        .map((line) => line.trim());
      return lines.findLast((line) => line === "on" || line === "off");
    },
  },
};
