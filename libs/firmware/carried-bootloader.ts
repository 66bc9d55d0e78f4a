import { crc32 } from "../bytes/crc32.ts";
import { hex32 } from "../bytes/hex.ts";
import type { Chip } from "../chips/chip.ts";
import { FINGERPRINT_BYTES, fingerprintOf } from "../chips/fingerprints.ts";
import { BLOCK_BYTES, CODE_BYTES, unwrapBlocks } from "./code-block.ts";
import { CODE_KEYS } from "./code-key.ts";
import { LOGICAL_START } from "./code-part.ts";
import { scramble } from "./scramble.ts";

/** The bootloader an image was built with, where the board's own is kept in place of it. */
export interface CarriedBootloader {
  /** CRC-32 in hex of its first bytes, as a board with it would tell. */
  readonly fingerprint: string;
  /** Such as `BK7231S_1.0.5`: as its code says, else as its fingerprint is known; null if neither. */
  readonly name: string | null;
}

/** How Tuya's bootloaders call themselves in their code: as they print it. */
const WHOLE_NAME = /BK72\d\d[A-Z]{0,2}_\d+\.\d+\.\d+/;
/** Those of Beken's SDK hold it in two pieces, such as `BK7231u` and `_1.0.15`. */
const CHIP_PIECE = /BK72\d\d[a-zA-Z]{0,2}(?=\0)/;
const VERSION_PIECE = /_\d+\.\d+\.\d+(?=\0)/;

/** What a bootloader's area, as flash would hold it, says of itself. */
export const describeCarried = (area: Uint8Array, { image, download }: Chip): CarriedBootloader => {
  const covered = area.subarray(0, FINGERPRINT_BYTES[download.crcCovers]);
  const fingerprint = hex32(crc32(covered));
  const codeBytes = Math.floor(area.length / BLOCK_BYTES) * CODE_BYTES;
  const stored = unwrapBlocks(area, 0, codeBytes);
  const code = scramble(stored, LOGICAL_START.bootloader, CODE_KEYS[image.codeKey]);
  const name = nameIn(new TextDecoder("latin1").decode(code));
  return { fingerprint, name: name ?? fingerprintOf(fingerprint)?.bootloader ?? null };
};

const nameIn = (code: string): string | undefined => {
  const [whole] = WHOLE_NAME.exec(code) ?? [];
  if (whole !== undefined) return whole;
  const [chip] = CHIP_PIECE.exec(code) ?? [];
  const [version] = VERSION_PIECE.exec(code) ?? [];
  return chip === undefined || version === undefined ? undefined : chip.toUpperCase() + version;
};
