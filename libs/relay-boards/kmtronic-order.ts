import type { RelayState } from "./relay-board.ts";

/** The first byte of every frame of KMtronic's USB relays. */
export const KMTRONIC_START = 0xff;

/** What switches one of KMtronic's USB relays (maker's list of commands): `FF 01 01` on, `FF 01 00` off. */
export const kmtronicOrder = (channel: number, to: RelayState): Uint8Array =>
  Uint8Array.of(KMTRONIC_START, channel, to === "on" ? 1 : 0);

/** A state as KMtronic's USB relays tell it; undefined if it is none. */
export const kmtronicState = (byte: number | undefined): RelayState | undefined => {
  if (byte === 1) return "on";
  return byte === 0 ? "off" : undefined;
};
