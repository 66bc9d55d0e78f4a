import type { Chip } from "../chips/chip.ts";
import type { FirmwareImage } from "./firmware-image.ts";
import { type PlanOptions, type PlanResult, planFlash } from "./plan-flash.ts";
import { readFirmware } from "./read-firmware.ts";

/** A firmware file in memory. */
export interface ImageFile {
  /** Its name, for messages. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Reads a recipe's files and makes one plan of them, or refuses, naming the file to blame. */
export const planImages = (
  files: readonly ImageFile[],
  chip: Chip,
  options: PlanOptions,
): PlanResult => {
  const images: FirmwareImage[] = [];
  for (const { file, bytes } of files) {
    const read = readFirmware(bytes, { chip, fileName: file });
    if (!read.ok) return { ok: false, refusal: read.refusal, file };
    images.push(read.image);
  }
  return planFlash(images, chip, options);
};
