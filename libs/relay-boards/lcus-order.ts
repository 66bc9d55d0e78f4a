import type { RelayState } from "./relay-board.ts";

const START = 0xa0;

/**
 * A frame of LC Technology's USB switches: A0, channel, 1 or 0, and the sum of the three (makers'
 * description of LCUS-1 to LCUS-8: `A0 01 01 A2` on, `A0 01 00 A1` off). Other values of the third byte
 * mean different things on different boards, so none is sent.
 */
export const lcusOrder = (channel: number, to: RelayState): Uint8Array => {
  const value = to === "on" ? 1 : 0;
  return Uint8Array.of(START, channel, value, (START + channel + value) & 0xff);
};
