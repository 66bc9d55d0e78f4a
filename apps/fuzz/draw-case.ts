import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIP_NAMES } from "../../libs/chips/chips.ts";
import { type Dice, diceOf } from "../../libs/simulator/dice.ts";
import { type BaseClass, type BaseFile, baseFile } from "./base-file.ts";
import { type Seal, sealFile } from "./seal.ts";
import { spoilBytes } from "./spoil-bytes.ts";
import { spoilUf2 } from "./spoil-uf2.ts";

/** A file to be read, and what is known of how it came about. */
export interface FuzzCase {
  readonly number: number;
  readonly base: BaseFile;
  readonly bytes: Uint8Array;
  /** What was done to the base, in order. */
  readonly changes: readonly string[];
  readonly seal: Seal;
  /** The recipe's chip, or none as where a file is only looked at. */
  readonly chip: ChipName | undefined;
}

/** How often each class is drawn: the large ones take long. */
const SHARES: readonly (readonly [kind: BaseClass, share: number])[] = [
  ["uf2", 30],
  ["app", 12],
  ["qio", 8],
  ["update", 10],
  ["ug", 10],
  ["crc", 8],
  ["rblh", 8],
  ["bootloader", 4],
  ["raw", 3],
  ["gzip", 1],
  ["elf", 1],
  ["dump", 1],
  ["rotated", 1],
  ["random", 8],
];

const TOTAL = SHARES.reduce((sum, [, share]) => sum + share, 0);

const drawClass = (dice: Dice): BaseClass => {
  let left = dice.whole(1, TOTAL);
  for (const [kind, share] of SHARES) {
    left -= share;
    if (left <= 0) return kind;
  }
  return "random";
};

/** Chips whose files differ in every way: code key, marker, places of headers. */
const BUILT_FOR: readonly ChipName[] = [
  "bk7231n",
  "bk7231t",
  "bk7231u",
  "bk7231m",
  "bk7238",
  "bk7252",
];

/** Case `number` of a seed: always the same bytes. */
export const drawCase = (seed: number, number: number): FuzzCase => {
  const dice = diceOf(seed, number);
  const base = baseFile(drawClass(dice), dice.pick(BUILT_FOR));
  const chip = dice.chance(0.1) ? undefined : dice.chance(0.8) ? base.chip : dice.pick(CHIP_NAMES);
  let bytes: Uint8Array = base.bytes.slice();
  const changes: string[] = [];
  const rounds = dice.pick([0, 1, 1, 1, 1, 2, 3]);
  for (let round = 0; round < rounds; round += 1) {
    const isUf2 = base.kind === "uf2" && dice.chance(0.7);
    const spoilt = isUf2 ? spoilUf2(bytes, dice) : spoilBytes(bytes, dice);
    bytes = spoilt.bytes;
    changes.push(spoilt.how);
  }
  const seal = dice.pick<Seal>(["none", "none", "blocks", "all"]);
  return { number, base, bytes: sealFile(bytes, base, seal), changes, seal, chip };
};
