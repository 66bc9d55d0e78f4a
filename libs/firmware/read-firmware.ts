import { type ImageResult, type ReadOptions, refuse } from "./image-result.ts";
import { readQio } from "./read-qio.ts";
import { readRblApp } from "./read-rbl-app.ts";
import { readUf2App } from "./read-uf2-app.ts";
import { recognise } from "./recognise.ts";

/**
 * Largest file worth reading: four times the largest flash. Look at a file's size before reading it;
 * `readFirmware` refuses more all the same.
 */
export const MAX_FIRMWARE_BYTES = 16 * 1024 * 1024;

/**
 * Reads a firmware file and checks everything it carries checks for, and that it is for the chip.
 * Never throws on content: what may not be flashed is refused with its reason.
 */
export const readFirmware = (bytes: Uint8Array, options: ReadOptions): ImageResult => {
  if (bytes.length > MAX_FIRMWARE_BYTES) {
    return refuse({ code: "too-large", bytes: bytes.length, limit: MAX_FIRMWARE_BYTES });
  }
  const found = recognise(bytes);
  switch (found.kind) {
    case "uf2":
      return readUf2App(bytes, options);
    case "app-rbl":
      return readRblApp(bytes, found.codeKey, options);
    case "bootloader-and-app":
      return readQio(bytes, found, options);
    default:
      return refuse({ code: "wrong-kind", found });
  }
};
