import { fromHex } from "../bytes/hex.ts";

/** The four coefficients in eFuse that scramble code (firmware-formats.md section 5). */
export type CodeKey = readonly [c0: number, c1: number, c2: number, c3: number];

/** A key from its text form, 32 hex digits, each word big-endian. Throws `RangeError` on others. */
export const parseCodeKey = (hex: string): CodeKey => {
  const bytes = fromHex(hex);
  if (bytes.length !== 16) throw new RangeError(`A code key has 32 hex digits, not ${hex.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12)];
};

/** The keys the station knows: the one almost every T and N has, and none (`none` changes nothing). */
export const CODE_KEYS = {
  default: parseCodeKey("510fb093a3cbeadc5993a17ec7adeb03"),
  none: [0, 0, 0, 0],
} as const satisfies Record<string, CodeKey>;

/** Name of a key the station knows. */
export type CodeKeyName = keyof typeof CODE_KEYS;
