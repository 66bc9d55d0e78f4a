/** The unsigned 32-bit little-endian number at `offset`; bytes past the end count as 0. */
export const readU32 = (bytes: Uint8Array, offset: number): number =>
  ((bytes[offset] ?? 0) |
    ((bytes[offset + 1] ?? 0) << 8) |
    ((bytes[offset + 2] ?? 0) << 16) |
    ((bytes[offset + 3] ?? 0) << 24)) >>>
  0;

/** Stores the low 32 bits of `value` at `offset`. */
export const writeU32 = (bytes: Uint8Array, offset: number, value: number): void => {
  bytes.set([value, value >>> 8, value >>> 16, value >>> 24], offset);
};
