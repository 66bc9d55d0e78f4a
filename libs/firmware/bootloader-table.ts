import { findEveryBytes } from "../bytes/find-bytes.ts";
import { readU32 } from "../bytes/little-endian.ts";
import { type Range, sectorEnd, sectorStart } from "../bytes/ranges.ts";
import { asciiBytes, fieldText } from "../bytes/text.ts";
import { BLOCK_BYTES, CODE_BYTES, toPhysical, unwrapBlocks } from "./code-block.ts";

/** Bytes of an entry: magic, name, flash device, offset, length, CRC-32. */
const ENTRY_BYTES = 64;
const MAGIC = asciiBytes("01PE");
const NAME = { start: 4, end: 28 } as const;
const DEVICE = { start: 28, end: 52 } as const;

/** Addresses on this device are the CPU's. */
const CODE_DEVICE = "beken_onchip_crc";
const DEVICES: ReadonlySet<string> = new Set([CODE_DEVICE, "beken_onchip"]);
const NAMES = ["bootloader", "app", "download"] as const;

/** A partition as a bootloader knows it: whole sectors of the flash. */
export interface BootloaderPartition extends Range {
  readonly name: (typeof NAMES)[number];
}

/**
 * The partitions in the table that a bootloader's area, as flash stores it, carries; in order of address,
 * none if it has no table (firmware-formats.md section 9.1). Packers append the table to the code and
 * never scramble it. Its magic occurs in code, too: only whole entries count.
 */
export const readBootloaderTable = (area: Uint8Array): readonly BootloaderPartition[] => {
  const code = unwrapBlocks(area, 0, Math.floor(area.length / BLOCK_BYTES) * CODE_BYTES);
  const partitions = new Map<BootloaderPartition["name"], BootloaderPartition>();
  for (const at of findEveryBytes(code, MAGIC)) {
    const entry = code.subarray(at, at + ENTRY_BYTES);
    const text = fieldText(entry.subarray(NAME.start, NAME.end));
    const name = NAMES.find((known) => known === text);
    const device = fieldText(entry.subarray(DEVICE.start, DEVICE.end));
    if (entry.length < ENTRY_BYTES || name === undefined || !DEVICES.has(device)) continue;
    partitions.set(name, { name, ...rangeOf(device, readU32(entry, 52), readU32(entry, 56)) });
  }
  return [...partitions.values()].sort((a, b) => a.start - b.start);
};

const rangeOf = (device: string, offset: number, length: number): Range => {
  const [start, end] =
    device === CODE_DEVICE
      ? [toPhysical(offset), toPhysical(offset + length)]
      : [offset, offset + length];
  return { start: sectorStart(start), end: sectorEnd(end) };
};
