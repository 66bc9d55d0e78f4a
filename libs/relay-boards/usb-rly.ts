import type { RelayBoard } from "./relay-board.ts";

const ON = 0x65;
const OFF = 0x6f;
const GET_STATES = 0x5b;

/**
 * Devantech USB-RLY02, USB-RLY08, USB-RLY16 (maker's data sheets): one byte switches a relay, 5B is
 * answered by one byte with a bit for each. Their rate is not used, any will do.
 */
export const usbRly: RelayBoard = {
  baudRate: 9600,
  channels: [1, 8],
  order: (channel, to) => Uint8Array.of((to === "on" ? ON : OFF) + channel - 1),
  readBack: {
    question: () => Uint8Array.of(GET_STATES),
    read: (answer, channel) => {
      const [states, ...rest] = answer;
      if (states === undefined || rest.length > 0) return undefined;
      return (states >> (channel - 1)) & 1 ? "on" : "off";
    },
  },
};
