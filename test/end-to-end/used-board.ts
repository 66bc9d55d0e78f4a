import { isBlank, SECTOR_BYTES, sectorEnd } from "../../libs/bytes/ranges.ts";
import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import { buildFactoryFlash } from "../../libs/firmware/build-image.ts";
import { randomBytes } from "../../libs/firmware/builder/random-bytes.ts";
import { CODE_BYTES, findBadBlock, wrapBlocks } from "../../libs/firmware/code-block.ts";
import type { FlashWrite } from "./firmware-samples.ts";

/** The flash of a board that has been in use: no sector is blank, so that every stray erase shows. */
export const usedFlash = (chip: ChipName, seed: number): Uint8Array => {
  const mac = `c8478c0000${seed.toString(16).padStart(2, "0")}`;
  const flash = buildFactoryFlash({ chip, seed, mac });
  for (let start = 0; start < flash.length; start += SECTOR_BYTES) {
    const sector = flash.subarray(start, start + SECTOR_BYTES);
    if (isBlank(sector)) sector.set(randomBytes(seed + start, SECTOR_BYTES));
  }
  correctBlocks(flash, CHIPS[chip].appStart);
  return flash;
};

/** A bootloader is one as long as each block of its area is right. */
const correctBlocks = (flash: Uint8Array, end: number): void => {
  for (
    let bad = findBadBlock(flash, 0, end);
    bad !== undefined;
    bad = findBadBlock(flash, bad, end)
  ) {
    flash.set(wrapBlocks(flash.subarray(bad, bad + CODE_BYTES)), bad);
  }
};

/** `before` as it must be once the writes were made: their sectors erased, all others untouched. */
export const afterWrites = (before: Uint8Array, writes: readonly FlashWrite[]): Uint8Array => {
  const flash = before.slice();
  for (const { start, bytes } of writes) {
    const first = start - (start % SECTOR_BYTES);
    flash.fill(0xff, first, sectorEnd(start + bytes.length));
  }
  for (const { start, bytes } of writes) flash.set(bytes, start);
  return flash;
};

/** Addresses of the sectors in which two flashes differ. */
export const differingSectors = (left: Uint8Array, right: Uint8Array): readonly string[] => {
  const starts = Array.from({ length: left.length / SECTOR_BYTES }, (_, at) => at * SECTOR_BYTES);
  const sector = (flash: Uint8Array, at: number): Uint8Array =>
    flash.subarray(at, at + SECTOR_BYTES);
  return starts
    .filter((at) => Buffer.compare(sector(left, at), sector(right, at)) !== 0)
    .map((at) => `0x${at.toString(16)}`);
};
