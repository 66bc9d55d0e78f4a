import { readU32, writeU32 } from "../../libs/bytes/little-endian.ts";
import type { Dice } from "../../libs/simulator/dice.ts";

const BLOCK = 512;

/** One way to spoil the structure of a UF2. Changes `file` or gives another one. */
type Spoiler = (file: Uint8Array, dice: Dice) => Uint8Array;

/** Offsets of a block's fields. */
const FIELDS = [0, 4, 8, 12, 16, 20, 24, 28, 508] as const;

/** Values that sit on somebody's edge. */
const EDGES = [
  0, 1, 2, 3, 31, 32, 33, 255, 256, 257, 476, 477, 0x1000, 0x2000, 0x4000, 0x6000, 0x8000, 0xa000,
  0xe001, 0x11000, 0x118f0a, 0x119000, 0x121000, 0x7fffffff, 0x80000000, 0xffffff00, 0xffffffff,
  0x675a40b0, 0x7b3ef230, 0x22e0d6fc,
] as const;

const blocksOf = (file: Uint8Array): number => Math.floor(file.length / BLOCK);

const anyBlock = (file: Uint8Array, dice: Dice): number =>
  dice.whole(0, Math.max(0, blocksOf(file) - 1)) * BLOCK;

const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts));

/** Numbers and counts made right again, as if the blocks had been written so. */
const renumber = (file: Uint8Array): Uint8Array => {
  const count = blocksOf(file);
  for (let index = 0; index < count; index += 1) {
    writeU32(file, index * BLOCK + 20, index);
    writeU32(file, index * BLOCK + 24, count);
  }
  return file;
};

const maybeRenumber = (file: Uint8Array, dice: Dice): Uint8Array =>
  dice.chance(0.7) ? renumber(file) : file;

const SPOILERS: Readonly<Record<string, Spoiler>> = {
  "field of a block": (file, dice) => {
    writeU32(file, anyBlock(file, dice) + dice.pick(FIELDS), dice.pick(EDGES));
    return file;
  },
  "field of all blocks": (file, dice) => {
    const field = dice.pick(FIELDS);
    const value = dice.pick(EDGES);
    for (let at = 0; at + BLOCK <= file.length; at += BLOCK) writeU32(file, at + field, value);
    return file;
  },
  "block removed": (file, dice) => {
    const at = anyBlock(file, dice);
    return maybeRenumber(joined(file.subarray(0, at), file.subarray(at + BLOCK)), dice);
  },
  "block twice": (file, dice) => {
    const at = anyBlock(file, dice);
    return maybeRenumber(joined(file.subarray(0, at + BLOCK), file.subarray(at)), dice);
  },
  "blocks swapped": (file, dice) => {
    const a = anyBlock(file, dice);
    const b = anyBlock(file, dice);
    const kept = file.slice(a, a + BLOCK);
    file.copyWithin(a, b, b + BLOCK);
    file.set(kept, b);
    return maybeRenumber(file, dice);
  },
  "cut between blocks": (file, dice) =>
    maybeRenumber(file.slice(0, anyBlock(file, dice) + BLOCK), dice),
  "byte of a tag": (file, dice) => {
    // Tags stand behind the data of the blocks that have some; the header block's are most of them.
    const at = dice.chance(0.5) ? 0 : anyBlock(file, dice);
    const from = 32 + (readU32(file, at + 16) & 0x1ff);
    file[at + Math.min(507, from + dice.whole(0, 250))] = dice.whole(0, 255);
    return file;
  },
  "MD5 flagged": (file, dice) => {
    const at = anyBlock(file, dice);
    writeU32(file, at + 8, readU32(file, at + 8) | 0x4000);
    writeU32(file, at + 484, dice.pick(EDGES));
    writeU32(file, at + 488, dice.pick(EDGES));
    return file;
  },
};

/** Spoils the structure of a UF2 in one way, and names it. */
export const spoilUf2 = (
  file: Uint8Array,
  dice: Dice,
): { readonly bytes: Uint8Array; readonly how: string } => {
  const how = dice.pick(Object.keys(SPOILERS));
  const isSomething = file.length >= BLOCK;
  return { bytes: (isSomething ? SPOILERS[how]?.(file, dice) : undefined) ?? file, how };
};
