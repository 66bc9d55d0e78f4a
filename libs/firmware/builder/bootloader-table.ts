import { writeU32 } from "../../bytes/little-endian.ts";
import { asciiBytes } from "../../bytes/text.ts";
import type { Chip } from "../../chips/chip.ts";
import { toLogical } from "../code-block.ts";
import { STORED_HEADER_BYTES } from "../rbl-header.ts";

const ENTRY_BYTES = 64;

const entry = (name: string, device: string, offset: number, length: number): Uint8Array => {
  const bytes = new Uint8Array(ENTRY_BYTES);
  bytes.set(asciiBytes("01PE"));
  bytes.set(asciiBytes(name), 4);
  bytes.set(asciiBytes(device), 28);
  writeU32(bytes, 52, offset);
  writeU32(bytes, 56, length);
  return bytes;
};

/** The partition table of a chip's usual bootloader (firmware-formats.md section 9.1). */
export const makeBootloaderTable = ({ appStart, image, layouts }: Chip): Uint8Array => {
  const code = "beken_onchip_crc";
  const appBytes = toLogical(image.appHeadersAt[0] + STORED_HEADER_BYTES - appStart);
  const download = layouts[0]?.partitions.find(({ name }) => name === "download");
  const entries = [
    entry("bootloader", code, 0, toLogical(appStart)),
    entry("app", code, toLogical(appStart), appBytes),
  ];
  if (download !== undefined) {
    const { start, end } = download;
    entries.push(entry("download", "beken_onchip", start, end - start));
  }
  return Uint8Array.from(Buffer.concat(entries));
};
