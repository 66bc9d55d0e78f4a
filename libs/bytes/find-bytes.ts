const viewOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Where `needle` is next found at or after `from`, or undefined. */
export const findBytes = (bytes: Uint8Array, needle: Uint8Array, from = 0): number | undefined => {
  const at = viewOf(bytes).indexOf(needle, from);
  return at < 0 ? undefined : at;
};

/** Whether `expected` stands at `offset`. */
export const hasBytesAt = (bytes: Uint8Array, offset: number, expected: Uint8Array): boolean =>
  expected.every((byte, index) => bytes[offset + index] === byte);
