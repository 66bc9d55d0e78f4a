/**
 * What a chip's eFuse was found to hold as its code key (uart-protocol.md section 3.12). `default`:
 * Tuya's, of almost every N. `zero`: none, as on M, or reading is disabled. `repeated`: one word four
 * times, as on BK7238 and BK7252N. `other`: a key of its maker's own. `unreadable`: it did not answer.
 */
export type EfuseKey = "default" | "zero" | "repeated" | "other" | "unreadable";

/** Whether eFuse tells nothing: an M's reads as zero, and so does that of an N which keeps its key to itself. */
export const isSilentKey = (key: EfuseKey): boolean => key === "zero" || key === "unreadable";

/** The default key as the sixteen bytes of eFuse: four little-endian words. */
const DEFAULT_BYTES = [
  0x93, 0xb0, 0x0f, 0x51, 0xdc, 0xea, 0xcb, 0xa3, 0x7e, 0xa1, 0x93, 0x59, 0x03, 0xeb, 0xad, 0xc7,
] as const;

const WORD_BYTES = 4;

/** What a key is by those of its bytes that were read, by their place; at least one of each word. */
export const classifyKey = (bytes: ReadonlyMap<number, number>): EfuseKey => {
  const all = (fits: (byte: number, at: number) => boolean): boolean =>
    [...bytes].every(([at, byte]) => fits(byte, at));
  if (all((byte) => byte === 0)) return "zero";
  if (all((byte, at) => byte === DEFAULT_BYTES[at])) return "default";
  if (all((byte, at) => byte === (bytes.get(at % WORD_BYTES) ?? byte))) return "repeated";
  return "other";
};
