import type { Dice } from "../../libs/simulator/dice.ts";

type Spoiler = (file: Uint8Array, dice: Dice) => Uint8Array;

/** What files of these classes start with. */
const MAGICS: readonly string[] = [
  "5546320a57515d9e",
  "7f454c46",
  "1f8b",
  "55aa55aa",
  "52424c00",
  "0e0000ea14f09fe514f09fe514f09fe514f09fe5",
  "2f07b59435ff2a9b35e72a9b35ef2a9b35d72a9b35df2a9b35c72a9b35cf2a9b",
];

const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts));

/** Any place, and more often than not one near the start or the end, where headers are. */
const placeIn = (file: Uint8Array, dice: Dice): number => {
  const last = Math.max(0, file.length - 1);
  const near = Math.min(last, dice.pick([0x120, 0x800, 0x3000]));
  if (dice.chance(0.4)) return dice.whole(0, near);
  return dice.chance(0.3) ? last - dice.whole(0, Math.min(last, 110)) : dice.whole(0, last);
};

const randomBytes = (length: number, dice: Dice): Uint8Array =>
  Uint8Array.from({ length }, () => dice.whole(0, 255));

const SPOILERS: Readonly<Record<string, Spoiler>> = {
  "one byte": (file, dice) => {
    const at = placeIn(file, dice);
    if (file.length > 0) file[at] = (file[at] ?? 0) ^ dice.whole(1, 255);
    return file;
  },
  "some bytes": (file, dice) => {
    const at = placeIn(file, dice);
    const run = randomBytes(dice.whole(2, 40), dice).subarray(0, file.length - at);
    file.set(run, at);
    return file;
  },
  "a number": (file, dice) => {
    const at = placeIn(file, dice) & ~3;
    const value = dice.pick([0, 1, 0x20, 0x7fffffff, 0x80000000, 0xffffffff]);
    if (at + 4 <= file.length)
      new DataView(file.buffer, file.byteOffset).setUint32(at, value, true);
    return file;
  },
  "cut short": (file, dice) => file.slice(0, placeIn(file, dice)),
  "start cut off": (file, dice) => file.slice(placeIn(file, dice)),
  "bytes put in": (file, dice) => {
    const at = placeIn(file, dice);
    const more = randomBytes(dice.pick([1, 2, 34, 102, 512]), dice);
    return joined(file.subarray(0, at), more, file.subarray(at));
  },
  "bytes behind": (file, dice) => {
    const byte = dice.pick([0x00, 0xff, 0x5a]);
    return joined(file, new Uint8Array(dice.pick([1, 34, 102, 4096])).fill(byte));
  },
  "a piece elsewhere": (file, dice) => {
    const length = dice.pick([32, 34, 102, 512, 4096]);
    const from = placeIn(file, dice);
    file.copyWithin(placeIn(file, dice), from, from + length);
    return file;
  },
  "random behind a magic": (_, dice) =>
    joined(
      Buffer.from(dice.pick(MAGICS), "hex"),
      randomBytes(Math.round(dice.size(1, 3000)), dice),
    ),
};

/** Spoils a file whatever its structure in one way, and names it. */
export const spoilBytes = (
  file: Uint8Array,
  dice: Dice,
): { readonly bytes: Uint8Array; readonly how: string } => {
  const how = dice.pick(Object.keys(SPOILERS));
  return { bytes: SPOILERS[how]?.(file, dice) ?? file, how };
};
