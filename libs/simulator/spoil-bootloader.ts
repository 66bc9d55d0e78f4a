import {
  BLOCK_BYTES,
  findUnwrittenBlock,
  unwrapBlocks,
  wrapBlocks,
} from "../firmware/code-block.ts";
import { CODE_KEYS, parseCodeKey } from "../firmware/code-key.ts";
import { scramble } from "../firmware/scramble.ts";
import { type Fault, findFault } from "./fault.ts";
import type { Personality } from "./personality.ts";

/** A key that none of these chips has. */
const FOREIGN_KEY = parseCodeKey("6a3c91e5d20b874f1f5e0c93a84d7203");

/** Does to the bootloader in `flash` what the board's faults say, in place. */
export const spoilBootloader = (
  flash: Uint8Array,
  { appStart, codeKey }: Pick<Personality, "appStart" | "codeKey">,
  faults: readonly Fault[],
): void => {
  const area = flash.subarray(0, appStart);
  const blocks = Math.ceil((area.findLastIndex((byte) => byte !== 0xff) + 1) / BLOCK_BYTES);
  if (findFault(faults, "foreign-bootloader") !== undefined) {
    const stored = unwrapBlocks(area, 0, blocks * (BLOCK_BYTES - 2));
    area.set(wrapBlocks(scramble(scramble(stored, 0, CODE_KEYS[codeKey]), 0, FOREIGN_KEY)));
  }
  if (findFault(faults, "half-bootloader") !== undefined) {
    // Some have a header of their own at the area's end, far behind the code.
    const codeBlocks = (findUnwrittenBlock(area, 0, appStart) ?? appStart) / BLOCK_BYTES;
    // In the middle of a block, as where the writing of a page ends.
    area.fill(0xff, Math.floor(codeBlocks / 2) * BLOCK_BYTES + BLOCK_BYTES / 2);
  }
  if (findFault(faults, "no-bootloader") !== undefined) area.fill(0xff);
};
