import type { Fault } from "./fault.ts";
import { joinBytes } from "./join-bytes.ts";
import { type Random, randomBytes } from "./random.ts";
import { RareBytes } from "./rare-bytes.ts";
import { isFaster } from "./wire.ts";

/** What a wire makes of bytes sent at a rate in baud. */
export type PassBytes = (bytes: Uint8Array, baud: number) => Uint8Array;

/** What a board's faults make of the bytes on UART1, whichever way they go; shared by both ways. */
export const passThrough = (faults: readonly Fault[], random: Random): PassBytes => {
  const troubles = faults.flatMap((fault) => {
    const trouble = troubleOf(fault, random);
    return trouble === undefined ? [] : [trouble];
  });
  return (bytes, baud) => troubles.reduce((passed, trouble) => trouble(passed, baud), bytes);
};

const troubleOf = (fault: Fault, random: Random): PassBytes | undefined => {
  switch (fault.kind) {
    case "flips":
      return atRate(fault.rate, random, flip(random));
    case "drops":
      return atRate(fault.rate, random, drop);
    case "doubles":
      return atRate(fault.rate, random, double);
    case "deaf-above":
      return (bytes, baud) =>
        isFaster(baud, fault.baud) ? randomBytes(bytes.length, random) : bytes;
    default:
      return undefined;
  }
};

type Spoil = (bytes: Uint8Array, picked: readonly number[]) => Uint8Array;

const atRate = (rate: number, random: Random, spoil: Spoil): PassBytes => {
  const rare = new RareBytes(rate, random);
  return (bytes) => {
    const picked = rare.pick(bytes.length);
    return picked.length === 0 ? bytes : spoil(bytes, picked);
  };
};

const flip =
  (random: Random): Spoil =>
  (bytes, picked) => {
    const flipped = bytes.slice();
    for (const at of picked) flipped[at] = (flipped[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    return flipped;
  };

const drop: Spoil = (bytes, picked) => {
  const lost = new Set(picked);
  return bytes.filter((_, at) => !lost.has(at));
};

const double: Spoil = (bytes, picked) => {
  const ends = picked.map((at) => at + 1);
  const starts = [0, ...picked];
  return joinBytes(starts.map((start, index) => bytes.subarray(start, ends[index])));
};
