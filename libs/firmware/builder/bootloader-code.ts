import { crc32 } from "../../bytes/crc32.ts";
import { hex32 } from "../../bytes/hex.ts";
import { asciiBytes } from "../../bytes/text.ts";
import type { Chip, ChipName } from "../../chips/chip.ts";
import { FINGERPRINT_BYTES, fingerprintOf } from "../../chips/fingerprints.ts";
import { wrapBlocks } from "../code-block.ts";
import { CODE_KEYS } from "../code-key.ts";
import { scramble } from "../scramble.ts";
import { makeBootloaderTable } from "./bootloader-table.ts";
import { forgeCrc } from "./forge-crc.ts";
import { MARKER_AT, makeCode } from "./make-code.ts";

/** Bytes of a generated bootloader's code. */
const CODE_BYTES = 0x8000;

/** Where a generated bootloader's name stands. */
const NAME_AT = 0x400;

/** Where the partition table stands; as packers append it, it is not scrambled. */
const TABLE_AT = 0x7000;

/** Code that nothing looks at, inside what the fingerprint covers. */
const FREE = { start: 0x40, end: 0x48 };

/** Code that holds every block the fingerprint covers. */
const COVERED_CODE_BYTES = 0x100;

/** The known bootloader each chip's generated one passes for, if any (uart-protocol.md section 7). */
const FINGERPRINTS: Readonly<Record<ChipName, number | undefined>> = {
  bk7231n: 0xe14191ba,
  bk7231m: 0x8e4e6cdb,
  bk7231t: 0xba54c1b8,
  bk7231s: 0xba54c1b8,
  bk7231u: 0x2739019f,
  bk7231q: 0xf0231ef6,
  bk7238: 0x6beb0924,
  bk7252: 0x39f9b50c,
  bk7251: 0x39f9b50c,
  // No bootloader of this chip is known.
  bk7252n: undefined,
};

/** ARM instructions, as a chip without marker has at logical 0x100. */
const ORDINARY = Uint8Array.from([0x08, 0x63, 0x88, 0x63, 0xc8, 0x63, 0x53, 0x20]);

/**
 * Code of a bootloader that stations identify as a known one, where the chip has one: its fingerprint
 * is forged, as the maker's code cannot be shipped. With a `name` of its own it is none of these. A
 * marker stands in the stored bytes (firmware-formats.md 2.1).
 */
export const makeBootloaderCode = (chip: Chip, seed: number, name?: string): Uint8Array => {
  const key = CODE_KEYS[chip.image.codeKey];
  const marker = chip.image.marker;
  const code = makeCode({
    seed,
    bytes: CODE_BYTES,
    branch: "620e00ea",
    marker: marker === undefined ? ORDINARY : scramble(asciiBytes(marker), MARKER_AT, key),
  });
  code.set(scramble(makeBootloaderTable(chip), TABLE_AT, key), TABLE_AT);
  const wanted = name === undefined ? FINGERPRINTS[chip.name] : undefined;
  const shown = name ?? (wanted && fingerprintOf(hex32(wanted))?.bootloader);
  if (shown !== undefined) code.set(asciiBytes(`${shown}\0`), NAME_AT);
  if (wanted === undefined) return code;
  const covered = FINGERPRINT_BYTES[chip.download.crcCovers];
  const crcOf = (bytes: Uint8Array): number => {
    const stored = wrapBlocks(scramble(bytes.subarray(0, COVERED_CODE_BYTES), 0, key));
    return crc32(stored.subarray(0, covered));
  };
  return forgeCrc(code, FREE, crcOf, wanted);
};
