import { hasBytesAt } from "../bytes/find-bytes.ts";
import { fromHex } from "../bytes/hex.ts";
import { fieldText } from "../bytes/text.ts";

/** Bytes before the payload. */
export const UG_HEADER_BYTES = 32;

const MAGIC = fromHex("55aa55aa");
const MAGIC_2 = fromHex("aa55aa55");
const SUMMED_HEADER_BYTES = 24;

const u32BigEndian = (bytes: Uint8Array, offset: number): number =>
  (bytes[offset] ?? 0) * 0x1000000 +
  (((bytes[offset + 1] ?? 0) << 16) | ((bytes[offset + 2] ?? 0) << 8) | (bytes[offset + 3] ?? 0));

const sumOf = (bytes: Uint8Array): number => {
  let sum = 0;
  for (const byte of bytes) sum = (sum + byte) >>> 0;
  return sum;
};

/** Whether a file starts as Tuya's wrapper, be it damaged from there on (firmware-formats.md section 7). */
export const isTuyaUg = (bytes: Uint8Array): boolean => hasBytesAt(bytes, 0, MAGIC);

/** What is wrong with a wrapper: its header, how long it says the payload is, or the payload's sum. */
export type UgFault = "header" | "length" | "payload-sum";

/** What a wrapper says, and the first thing that is wrong with it. */
export interface UgHeader {
  /** Safe to show. */
  readonly version: string;
  readonly payloadBytes: number;
  readonly fault: UgFault | undefined;
}

/** Reads the wrapper that `isTuyaUg` has seen. */
export const readUgHeader = (bytes: Uint8Array): UgHeader => {
  const payloadBytes = u32BigEndian(bytes, 16);
  const version = fieldText(bytes.subarray(4, 16));
  return { version, payloadBytes, fault: findFault(bytes, payloadBytes) };
};

const findFault = (bytes: Uint8Array, payloadBytes: number): UgFault | undefined => {
  const headerSum = sumOf(bytes.subarray(0, SUMMED_HEADER_BYTES));
  // A version above 12 characters shifts all that follows: such a header is as good as none.
  if (!hasBytesAt(bytes, 28, MAGIC_2) || u32BigEndian(bytes, 24) !== headerSum) return "header";
  if (payloadBytes !== bytes.length - UG_HEADER_BYTES) return "length";
  const payloadSum = sumOf(bytes.subarray(UG_HEADER_BYTES));
  return u32BigEndian(bytes, 20) === payloadSum ? undefined : "payload-sum";
};
