const viewOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Where `needle` is next found at or after `from`, or undefined. */
export const findBytes = (bytes: Uint8Array, needle: Uint8Array, from = 0): number | undefined => {
  const at = viewOf(bytes).indexOf(needle, from);
  return at < 0 ? undefined : at;
};

/** Every place where `needle` is found, in order; they may overlap. */
export function* findEveryBytes(bytes: Uint8Array, needle: Uint8Array): Generator<number> {
  // One view for all: a hostile file may hold millions.
  const view = viewOf(bytes);
  for (let at = view.indexOf(needle); at >= 0; at = view.indexOf(needle, at + 1)) yield at;
}

/** Whether `expected` stands at `offset`. */
export const hasBytesAt = (bytes: Uint8Array, offset: number, expected: Uint8Array): boolean =>
  expected.every((byte, index) => bytes[offset + index] === byte);
