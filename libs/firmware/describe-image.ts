import { CHIPS } from "../chips/chips.ts";
import type { CodeFacts, FirmwareImage } from "./firmware-image.ts";
import type { FlashableKind } from "./firmware-kind.ts";

/** A part of an image, for people and records. */
export interface CodeDescription {
  readonly version: string;
  /** ISO time. */
  readonly builtAt: string;
  /** Bytes of code, without CRC-16s and fill. */
  readonly codeBytes: number;
}

/** An image, for people and records. */
export interface ImageDescription {
  readonly kind: FlashableKind;
  /** As printed on the chip. */
  readonly chip: string;
  readonly app: CodeDescription;
  readonly bootloader: CodeDescription | null;
  /** Every range the image has bytes for, the bootloader's included. */
  readonly writes: readonly { readonly start: number; readonly bytes: number }[];
}

const describeCode = ({ version, builtAt, codeBytes }: CodeFacts): CodeDescription => ({
  version,
  builtAt: new Date(builtAt * 1000).toISOString(),
  codeBytes,
});

/** What an image is. Its texts are safe to show. */
export const describeImage = (image: FirmwareImage): ImageDescription => ({
  kind: image.kind,
  chip: CHIPS[image.chip].marking,
  app: describeCode(image.app),
  bootloader: image.bootloader ? describeCode(image.bootloader) : null,
  writes: image.writes.map(({ start, bytes }) => ({ start, bytes: bytes.length })),
});
