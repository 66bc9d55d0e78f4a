import type { Chip } from "../chips/chip.ts";
import { type PlanResult, planFlash } from "./plan-flash.ts";
import type { PlanOptions } from "./plan-options.ts";
import type { PlannedImage } from "./planned-image.ts";
import { type ImageFile, readImageFile } from "./read-image-file.ts";

/** What contradicts a file's content and harms no board; `warning` goes on where the file's name stops. */
export interface ImageWarning {
  readonly file: string;
  /** Safe to show. */
  readonly warning: string;
}

/** A plan of a recipe's files, and what a person should know of them; or a refusal. */
export type PlannedImages =
  | (Extract<PlanResult, { readonly ok: true }> & { readonly warnings: readonly ImageWarning[] })
  | Extract<PlanResult, { readonly ok: false }>;

/** Reads a recipe's files and makes one plan of them, or refuses, naming the file to blame. */
export const planImages = (
  files: readonly ImageFile[],
  chip: Chip,
  options: PlanOptions,
): PlannedImages => {
  const images: PlannedImage[] = [];
  for (const file of files) {
    const read = readImageFile(file, chip, options);
    if (!read.ok) return { ok: false, refusal: read.refusal, file: file.file };
    images.push(read.image);
  }
  const planned = planFlash(images, chip, options);
  if (!planned.ok) return planned;
  const warnings = images.flatMap(({ fileName, warnings: found = [] }) =>
    found.map((warning) => ({ file: fileName, warning })),
  );
  return { ...planned, warnings };
};
