import type { ChipName } from "../chips/chip.ts";
import type { CodePart } from "./code-part.ts";
import type { FirmwareImage } from "./firmware-image.ts";
import type { Refusal } from "./refusal.ts";

/** What is written: code, or anything else that lies in flash. */
export type WrittenPart = CodePart | "data";

/** Bytes for a flash address, and what they are. */
export interface PlannedWrite {
  readonly part: WrittenPart;
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** A file as a plan takes it: an image that was checked, a whole dump, or raw data. */
export interface PlannedImage {
  readonly kind: FirmwareImage["kind"] | "full-dump" | "raw-data";
  /** Every chip it may be written to. */
  readonly chips: readonly ChipName[];
  /** As given by the caller; not made safe to show. */
  readonly fileName: string;
  /** In order of address, not overlapping. */
  readonly writes: readonly PlannedWrite[];
  /** What contradicts its content and harms no board, as in `Check.finding`. */
  readonly warnings?: readonly string[] | undefined;
}

/** A file that may be planned, or why it may not. */
export type PlannedImageResult =
  | { readonly ok: true; readonly image: PlannedImage }
  | { readonly ok: false; readonly refusal: Refusal };
