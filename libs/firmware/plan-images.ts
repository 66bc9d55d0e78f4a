import type { Chip } from "../chips/chip.ts";
import { type PlanResult, planFlash } from "./plan-flash.ts";
import type { PlanOptions } from "./plan-options.ts";
import type { PlannedImage } from "./planned-image.ts";
import { type ImageFile, readImageFile } from "./read-image-file.ts";

/** Reads a recipe's files and makes one plan of them, or refuses, naming the file to blame. */
export const planImages = (
  files: readonly ImageFile[],
  chip: Chip,
  options: PlanOptions,
): PlanResult => {
  const images: PlannedImage[] = [];
  for (const file of files) {
    const read = readImageFile(file, chip, options);
    if (!read.ok) return { ok: false, refusal: read.refusal, file: file.file };
    images.push(read.image);
  }
  return planFlash(images, chip, options);
};
