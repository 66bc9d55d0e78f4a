import { type Random, randomBytes } from "./random.ts";

/** Bits of one byte on the wire: start, eight data, stop (8N1). */
const BITS_PER_BYTE = 10;

/** How far two rates may differ before a receiver reads garbage; halves the usual rule of thumb of 5 %. */
const TOLERANCE = 0.03;

/** How long one byte takes, in ms. */
export const byteMs = (baud: number): number => (BITS_PER_BYTE * 1000) / baud;

/** Whether a receiver at one rate understands a sender at the other. */
export const ratesAgree = (sender: number, receiver: number): boolean =>
  Math.abs(sender / receiver - 1) <= TOLERANCE;

/** Whether a rate is above another one by more than a divider's error. */
export const isFaster = (baud: number, limit: number): boolean =>
  baud > limit && !ratesAgree(baud, limit);

/** What a receiver makes of bytes: themselves, or garbage when the rates do not agree. */
export const hear = (
  bytes: Uint8Array,
  sender: number,
  receiver: number,
  random: Random,
): Uint8Array => (ratesAgree(sender, receiver) ? bytes : randomBytes(bytes.length, random));
