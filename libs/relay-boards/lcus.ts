import { latin1Text } from "../bytes/text.ts";
import { lcusOrder } from "./lcus-order.ts";
import type { RelayBoard } from "./relay-board.ts";

/**
 * LCUS-2, LCUS-4, LCUS-8 and their like (CH340). FF asks for all channels, answered by a line each
 * (maker's description of LCUS-4; seen in public programs as `CH1: ON`, `CH1:OFF ` and without line
 * ends).
 */
export const lcus: RelayBoard = {
  baudRate: 9600,
  channels: [1, 8],
  order: lcusOrder,
  readBack: {
    question: () => Uint8Array.of(0xff),
    read: (answer, channel) => {
      const told = latin1Text(answer).matchAll(/CH(\d+):\s*(ON|OFF)/gi);
      const last = [...told].filter(([, number]) => Number(number) === channel).at(-1)?.[2];
      if (last === undefined) return undefined;
      return last.toUpperCase() === "ON" ? "on" : "off";
    },
  },
};
