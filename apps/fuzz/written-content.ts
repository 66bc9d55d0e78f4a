import { hasBytesAt } from "../../libs/bytes/find-bytes.ts";
import { readU32 } from "../../libs/bytes/little-endian.ts";

/** More than any flash of these chips. */
const FLASH_BYTES = 0x400000;

const APP_AT = 0x11000;
const BLOCK = 512;

/** What flash shall hold, from 0 on, FF where nothing is written. */
export const emptyFlash = (): Uint8Array => new Uint8Array(FLASH_BYTES).fill(0xff);

/**
 * What an accepted file of a class writes with the bootloader kept, read once more in the plainest way:
 * the judge must not ask the reader it judges.
 */
export const writtenContent = (
  kind: "uf2" | "app-rbl" | "bootloader-and-app",
  bytes: Uint8Array,
): Uint8Array => {
  const flash = emptyFlash();
  if (kind === "app-rbl") flash.set(bytes, APP_AT);
  else if (kind === "bootloader-and-app") flash.set(bytes.subarray(APP_AT), APP_AT);
  else writeUf2(flash, bytes);
  return flash;
};

const PART_INFO = Uint8Array.of(0x0c, 0xee, 0xc0);

const writeUf2 = (flash: Uint8Array, bytes: Uint8Array): void => {
  let forFlasher = false;
  for (let at = 0; at < bytes.length; at += BLOCK) {
    const flags = readU32(bytes, at + 8);
    const length = readU32(bytes, at + 16);
    const data = bytes.subarray(at + 32, at + 32 + length);
    let tag = at + 32 + length;
    while ((flags & 0x8000) !== 0 && tag < at + 508 && bytes[tag] !== 0) {
      if (hasBytesAt(bytes, tag + 1, PART_INFO)) forFlasher = ((bytes[tag + 5] ?? 0) & 15) !== 0;
      tag += ((bytes[tag] ?? 0) + 3) & ~3;
    }
    if (forFlasher && (flags & 1) === 0) flash.set(data, APP_AT + readU32(bytes, at + 12));
  }
};
