import type { CodeKey } from "./code-key.ts";

const swap16 = (half: number): number => ((half & 0xff) << 8) | (half >>> 8);

const rotateLeft32 = (word: number, by: number): number =>
  by === 0 ? word : (word << by) | (word >>> (32 - by));

/** Gives the word that is XORed at a logical address; names P15, P16, P32 as in the reference. */
const keyStream = ([c0, c1, c2, c3]: CodeKey): ((address: number) => number) => {
  const without = (bit: number): boolean => ((c3 >>> bit) & 1) === 1;

  const swapHigh = without(6);
  const swapLow = without(5);
  const c1High = c1 >>> 16;
  const p15 = (address: number): number => {
    const high = address >>> 16;
    const low = address & 0xffff;
    const mixed = (swapHigh ? swap16(high) : high) ^ (swapLow ? swap16(low) : low) ^ c1High;
    const nibble = (mixed >>> 5) & 15;
    return (((mixed >>> 7) | (mixed << 9)) & 0xffff) ^ (0x6371 & (nibble * 0x1111));
  };

  const shift16 = (c3 >>> 8) & 3;
  const c1Low = (((c1 >>> 8) & 0xff) << 9) | (((c3 >>> 4) & 1) << 8) | (c1 & 0xff);
  const p16 = (address: number): number => {
    const mixed = ((address >>> shift16) & 0x1ffff) ^ c1Low;
    const nibble =
      ((mixed >>> 13) & 1) |
      (((mixed >>> 9) & 1) << 1) |
      (((mixed >>> 5) & 1) << 2) |
      (((mixed >>> 1) & 1) << 3);
    const rotated = (mixed >>> 10) | (mixed << 7);
    // Of 17 bits only 16 count: one known tool keeps the last and is wrong for some keys.
    return (rotated ^ (0x13659 & ((((mixed >>> 4) & 1) << 16) | (nibble * 0x1111)))) & 0xffff;
  };

  const rotate32 = 8 * ((c3 >>> 11) & 3);
  const p32 = (address: number): number => {
    const mixed = rotateLeft32(address, (32 - rotate32) % 32) ^ c0;
    const nibble = (mixed >>> 2) & 15;
    return rotateLeft32(mixed, 17) ^ (0xe519a4f1 & Math.imul(nibble, 0x11111111));
  };

  const constant = without(3) ? 0 : c2;
  const skip15 = without(0);
  const skip16 = without(1);
  const skip32 = without(2);
  return (address) =>
    constant ^
    (skip15 ? 0 : p15(address) << 16) ^
    (skip16 ? 0 : p16(address)) ^
    (skip32 ? 0 : p32(address));
};

const changesNothing = (c3: number): boolean => {
  const top = c3 >>> 24;
  return top === 0x00 || top === 0xff || (c3 & 15) === 15;
};

/**
 * Code as the chip stores it, or stored bytes as code: the same operation both ways, CRC-16s not
 * included (firmware-formats.md section 5). `address` is logical and a multiple of 4; a last word
 * that is not whole is treated as if it were.
 */
export const scramble = (code: Uint8Array, address: number, key: CodeKey): Uint8Array => {
  const out = new Uint8Array(code);
  if (changesNothing(key[3])) return out;
  const streamAt = keyStream(key);
  for (let at = 0; at < out.length; at += 4) {
    const word = streamAt((address + at) >>> 0);
    for (let byte = 0; byte < 4 && at + byte < out.length; byte += 1) {
      out[at + byte] = (out[at + byte] ?? 0) ^ (word >>> (8 * byte));
    }
  }
  return out;
};
