import { examineFirmware } from "./examine-firmware.ts";
import type { ImageResult, ReadOptions } from "./image-result.ts";

/**
 * Reads a firmware file and checks everything it carries checks for, and that it is for the chip.
 * Never throws on content: what may not be flashed is refused with its reason.
 */
export const readFirmware = (bytes: Uint8Array, options: ReadOptions): ImageResult => {
  const { image, refusal } = examineFirmware(bytes, options);
  if (image !== undefined) return { ok: true, image };
  return { ok: false, refusal: refusal ?? { code: "no-header" } };
};
