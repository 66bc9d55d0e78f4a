import { sameBytes } from "../bytes/same-bytes.ts";
import type { Chip } from "../chips/chip.ts";
import { BLOCK_BYTES, CODE_BYTES, isBlockAt, toLogical } from "../firmware/code-block.ts";
import { CODE_KEYS } from "../firmware/code-key.ts";
import { type CodePart, keyOfPart, originOf } from "../firmware/code-part.ts";
import { findMismatch } from "../firmware/find-mismatch.ts";
import { nameOrigin } from "../firmware/name-origin.ts";
import { scramble } from "../firmware/scramble.ts";

/** What is left on a board tells of its code key. */
export type KeyEvidence =
  | { readonly kind: "proved"; readonly by: "app" | "bootloader" }
  /** The board's code is stored under another key than the chip's images: `found`, for people. */
  | { readonly kind: "other-key"; readonly found: string }
  /** Its code is for another chip: `found`, for people. */
  | { readonly kind: "other-chip"; readonly found: string }
  | { readonly kind: "nothing" };

/** So many sound blocks in a row are no accident. */
const BLOCKS_OF_CODE = 8;
/** More than a bootloader's partition table and RBL header take, which no key scrambles. */
const SHARED_BLOCKS = 64;
/** Fill under the key: eight words of 00 or FF, each from another place of the key stream. */
const BLOCKS_OF_FILL = 2;

/**
 * Looks for the board's code key in a whole flash, as it was read raw. The app counts first: the bootloader is what
 * was damaged, perhaps by one with another key. Of an app whose start is gone, blocks of fill still show the key.
 * `area`: the image's bootloader, for blocks that the board's still shares with it.
 */
export const findKeyEvidence = (flash: Uint8Array, area: Uint8Array, chip: Chip): KeyEvidence => {
  const app = judgePart(flash, "app", chip);
  if (app !== undefined) return app;
  const bootloader = judgePart(flash, "bootloader", chip);
  // Fill shows a key, and not whose chip it is.
  if (bootloader?.kind === "other-chip") return bootloader;
  if (holdsFill(flash, "app", chip)) return { kind: "proved", by: "app" };
  // A bootloader of another key may be the very damage.
  if (bootloader?.kind === "proved" || holdsFill(flash, "bootloader", chip))
    return { kind: "proved", by: "bootloader" };
  return sharesBlocks(flash, area) ? { kind: "proved", by: "bootloader" } : { kind: "nothing" };
};

/** What a part tells whose start is there. */
const judgePart = (flash: Uint8Array, part: CodePart, chip: Chip): KeyEvidence | undefined => {
  const { start } = partRange(part, chip);
  const key = keyOfPart(flash, start, part);
  if (key !== undefined) {
    const origin = originOf(flash, start, part, key);
    const mismatch = findMismatch(origin, chip);
    if (mismatch === undefined) return { kind: "proved", by: part };
    return mismatch.code === "wrong-code-key"
      ? { kind: "other-key", found: NAMED[key] }
      : { kind: "other-chip", found: nameOrigin(origin) };
  }
  return isCode(flash, start) ? { kind: "other-key", found: "another key" } : undefined;
};

const NAMED = { default: "the default key", none: "no key" } as const;

const partRange = (part: CodePart, { appStart, layouts }: Chip) => {
  if (part === "bootloader") return { start: 0, end: appStart };
  const ends = layouts.flatMap(({ partitions }) =>
    partitions.flatMap(({ name, end }) => (name === "app" ? [end] : [])),
  );
  return { start: appStart, end: Math.max(appStart, ...ends) };
};

/** Whether blocks of nothing but 00 or FF, as compilers and packers fill with, appear under the chip's key. */
const holdsFill = (flash: Uint8Array, part: CodePart, chip: Chip): boolean => {
  const { image } = chip;
  const { start, end } = partRange(part, chip);
  // Without a key fill looks as it does on any chip.
  if (image.codeKey === "none") return false;
  let fills = 0;
  for (let at = start; at + BLOCK_BYTES <= end && fills < BLOCKS_OF_FILL; at += BLOCK_BYTES) {
    if (!isBlockAt(flash, at)) continue;
    const code = scramble(
      flash.subarray(at, at + CODE_BYTES),
      toLogical(at),
      CODE_KEYS[image.codeKey],
    );
    const [first] = code;
    if ((first === 0 || first === 0xff) && code.every((byte) => byte === first)) fills += 1;
  }
  return fills === BLOCKS_OF_FILL;
};

const isCode = (flash: Uint8Array, start: number): boolean => {
  for (let block = 0; block < BLOCKS_OF_CODE; block += 1) {
    if (!isBlockAt(flash, start + block * BLOCK_BYTES)) return false;
  }
  return true;
};

/** Whether enough of the image's own blocks stand where the image has them. */
const sharesBlocks = (flash: Uint8Array, area: Uint8Array): boolean => {
  let shared = 0;
  for (let at = 0; at + BLOCK_BYTES <= area.length; at += BLOCK_BYTES) {
    const block = area.subarray(at, at + BLOCK_BYTES);
    if (isBlockAt(area, at) && sameBytes(block, flash.subarray(at, at + BLOCK_BYTES))) shared += 1;
    if (shared === SHARED_BLOCKS) return true;
  }
  return false;
};
