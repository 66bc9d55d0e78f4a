import { CHIPS } from "../../../libs/chips/chips.ts";
import { buildFactoryFlash, buildQio } from "../../../libs/firmware/build-image.ts";
import {
  BLOCK_BYTES,
  CODE_BYTES,
  isBlockAt,
  toLogical,
  wrapBlocks,
} from "../../../libs/firmware/code-block.ts";
import { CODE_KEYS, parseCodeKey } from "../../../libs/firmware/code-key.ts";
import { scramble } from "../../../libs/firmware/scramble.ts";

/** The chip that has no other way back. */
export const T = CHIPS.bk7231t;

/** Where the bootloader's area ends. */
export const APP_AT = T.appStart;

/** A board's flash as it came from the factory. */
export const healthyFlash = (): Uint8Array =>
  buildFactoryFlash({ chip: "bk7231t", seed: 3, mac: "021122334455" });

/** A bootloader+app file for it, built apart: its bootloader differs from the board's in most blocks. */
export const goodQio = (): Uint8Array =>
  buildQio({ chip: "bk7231t", seed: 7, bytes: 20_000, version: "1.0.1" });

/** A maker's own key. */
const FOREIGN = parseCodeKey("89abcdef0123456713579bdf5a0019e0");

/** A copy whose blocks of code in `[start, end)` are scrambled with another key, their CRC-16s right. */
export const withForeignKey = (flash: Uint8Array, start: number, end: number): Uint8Array => {
  const other = flash.slice();
  for (let at = start; at + BLOCK_BYTES <= end; at += BLOCK_BYTES) {
    if (!isBlockAt(flash, at)) continue;
    const plain = scramble(flash.subarray(at, at + CODE_BYTES), toLogical(at), CODE_KEYS.default);
    other.set(wrapBlocks(scramble(plain, toLogical(at), FOREIGN)), at);
  }
  return other;
};

/** A copy with `[start, end)` erased. */
export const erased = (flash: Uint8Array, start: number, end: number): Uint8Array =>
  flash.slice().fill(0xff, start, end);
