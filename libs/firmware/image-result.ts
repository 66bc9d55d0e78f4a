import type { Chip } from "../chips/chip.ts";
import type { FirmwareImage } from "./firmware-image.ts";
import type { Refusal } from "./refusal.ts";

/** What to read a file for. */
export interface ReadOptions {
  readonly chip: Chip;
  /** For records and messages; content alone decides what a file is. */
  readonly fileName: string;
}

/** An image that may be flashed, or why the file is none. */
export type ImageResult =
  | { readonly ok: true; readonly image: FirmwareImage }
  | { readonly ok: false; readonly refusal: Refusal };
