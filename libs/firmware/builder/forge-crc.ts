import type { Range } from "../../bytes/ranges.ts";

interface Change {
  /** What the flips do to the CRC. */
  readonly effect: number;
  /** Bits to flip in the free bytes. */
  readonly flips: Uint8Array;
}

const combine = (a: Change, b: Change): Change => ({
  effect: (a.effect ^ b.effect) >>> 0,
  flips: a.flips.map((byte, index) => byte ^ (b.flips[index] ?? 0)),
});

/** Clears the change's effect as far as the basis (by highest bit of the effect) can. */
const reduce = (change: Change, basis: ReadonlyMap<number, Change>): Change => {
  let rest = change;
  let base = basis.get(Math.clz32(rest.effect));
  while (rest.effect !== 0 && base !== undefined) {
    rest = combine(rest, base);
    base = basis.get(Math.clz32(rest.effect));
  }
  return rest;
};

/**
 * Changes bytes of `free` so that `crcOf(code)` is `wanted`. `crcOf` may wrap, scramble and take any
 * CRC of the code: all of these are linear over single bits, so it is enough to try each free bit
 * once and solve. Throws if the free bytes are too few.
 */
export const forgeCrc = (
  code: Uint8Array,
  free: Range,
  crcOf: (code: Uint8Array) => number,
  wanted: number,
): Uint8Array => {
  const basis = new Map<number, Change>();
  const now = crcOf(code);
  for (let bit = 0; bit < (free.end - free.start) * 8; bit += 1) {
    const flips = new Uint8Array(free.end - free.start);
    flips[bit >> 3] = 1 << (bit & 7);
    const effect = (crcOf(flip(code, free.start, flips)) ^ now) >>> 0;
    const rest = reduce({ effect, flips }, basis);
    if (rest.effect !== 0) basis.set(Math.clz32(rest.effect), rest);
  }
  const none = new Uint8Array(free.end - free.start);
  const solved = reduce({ effect: (now ^ wanted) >>> 0, flips: none }, basis);
  if (solved.effect !== 0) throw new RangeError("Too few free bytes to reach the CRC");
  return flip(code, free.start, solved.flips);
};

const flip = (code: Uint8Array, at: number, flips: Uint8Array): Uint8Array => {
  const changed = code.slice();
  flips.forEach((byte, index) => {
    changed[at + index] = (changed[at + index] ?? 0) ^ byte;
  });
  return changed;
};
