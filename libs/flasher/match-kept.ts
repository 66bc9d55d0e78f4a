import { crc32 } from "../bytes/crc32.ts";
import type { Range } from "../bytes/ranges.ts";
import { sameBytes } from "../bytes/same-bytes.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";
import { blocksOf, type ReadableFlash, readBlock } from "./read-flash.ts";

/** What the CRC command counts in on every chip (uart-protocol.md section 5.4). */
const CRC_UNIT = 256;

/**
 * How far bytes kept from an earlier reading of `range` are still what the board holds, proven by
 * its CRC block by block. `kept` are the first bytes of the range; a last block that is not whole
 * does not count.
 * @returns the address at which reading is to go on.
 * @throws StepError `read-mismatch`, `link-lost`.
 */
export const matchKept = async (
  mode: DownloadMode,
  flash: ReadableFlash,
  range: Range,
  kept: Uint8Array,
  progress: Progress,
): Promise<number> => {
  for (const block of blocksOf(range)) {
    const bytes = kept.subarray(block.start - range.start, block.end - range.start);
    const isWhole = bytes.length === block.end - block.start;
    if (!isWhole || !(await isHeld(mode, flash, block, bytes, progress))) return block.start;
  }
  return range.end;
};

/** A block that the CRC command cannot count exactly is read instead. */
const isHeld = async (
  mode: DownloadMode,
  flash: ReadableFlash,
  block: Range,
  bytes: Uint8Array,
  progress: Progress,
): Promise<boolean> => {
  if (block.start % CRC_UNIT === 0 && bytes.length % CRC_UNIT === 0) {
    const question = { step: "backup", command: "crc", address: block.start } as const;
    return (await insist(mode, question, progress, () => mode.crcOf(block))) === crc32(bytes);
  }
  return sameBytes(await readBlock(mode, flash, block, progress), bytes);
};
