import type { ChipName } from "../chips/chip.ts";
import type { CodePart } from "./code-part.ts";
import type { FlashableKind } from "./firmware-kind.ts";

/** What a part of an image says of itself. */
export interface CodeFacts {
  /** From its RBL header; safe to show. */
  readonly version: string;
  /** Unix time in seconds. */
  readonly builtAt: number;
  /** Bytes of code, without CRC-16s and fill. */
  readonly codeBytes: number;
  /** As the header says; with pad, or above `codeBytes` by 16 (firmware-formats.md section 6.3). */
  readonly rawBytes: number;
  readonly bodyCrc32: number;
  readonly bodyFnv1a: number;
  /** Flash address of the header. */
  readonly headerAt: number;
}

/** Bytes for a flash address, and which part of the code they belong to. */
export interface ImageWrite {
  readonly part: CodePart;
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** A file that was read, checked as far as its format allows, and found to be for a chip. */
export interface FirmwareImage {
  readonly kind: FlashableKind;
  /** Every chip it runs on: images of some are alike (firmware-formats.md section 2.1). */
  readonly chips: readonly ChipName[];
  /** As given by the caller; not made safe to show. */
  readonly fileName: string;
  readonly app: CodeFacts;
  /** Of a bootloader that comes with a header. */
  readonly bootloader?: CodeFacts | undefined;
  /** In order of address, not overlapping. */
  readonly writes: readonly ImageWrite[];
  /** What contradicts its content and harms no board, as in `Check.finding`. */
  readonly warnings: readonly string[];
}
