/** `length` bytes that look random, always the same for a seed (mulberry32). */
export const randomBytes = (seed: number, length: number): Uint8Array => {
  const words = new Uint32Array(Math.ceil(length / 4));
  let state = seed >>> 0;
  for (let index = 0; index < words.length; index += 1) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    words[index] = mixed ^ (mixed >>> 14);
  }
  return new Uint8Array(words.buffer, 0, length);
};
