import type { Chip } from "../../chips/chip.ts";
import { CODE_BYTES, wrapBlocks } from "../code-block.ts";
import { CODE_KEYS } from "../code-key.ts";
import { type CodePart, LOGICAL_START } from "../code-part.ts";
import { digestBody } from "../rbl-body.ts";
import { storeRblHeader } from "../rbl-header.ts";
import { scramble } from "../scramble.ts";

/** What goes into an RBL header, beside the code. */
export interface CodeLabel {
  readonly part: CodePart;
  readonly version: string;
  /** Unix time in seconds. */
  readonly builtAt: number;
}

/** A part as flash stores it: LibreTiny's `.crc` and `.rblh`. */
export interface PackedCode {
  readonly blocks: Uint8Array;
  readonly header: Uint8Array;
}

const roundUp = (bytes: number): number => Math.ceil(bytes / CODE_BYTES) * CODE_BYTES;

/** Packs code as LibreTiny's packer does (firmware-formats.md section 6.3). */
export const packCode = (code: Uint8Array, chip: Chip, label: CodeLabel): PackedCode => {
  const filled = new Uint8Array(roundUp(code.length)).fill(0xff);
  filled.set(code);
  // The packer ends with one block of FF that is not scrambled.
  const body = new Uint8Array(filled.length + CODE_BYTES).fill(0xff);
  body.set(scramble(filled, LOGICAL_START[label.part], CODE_KEYS[chip.image.codeKey]));
  const rawBytes = roundUp(code.length + 16) + 16;
  const digest = digestBody(body, rawBytes);
  const header = storeRblHeader({
    packing: { encryption: 0, compression: 0 },
    builtAt: label.builtAt,
    name: label.part,
    version: label.version,
    bodyCrc32: digest.crc32,
    bodyFnv1a: digest.fnv1a,
    rawBytes,
    packageBytes: body.length,
  });
  return { blocks: wrapBlocks(body), header };
};

/** Packed code in its container: code first, FF, and the header ending it. */
export const fillContainer = (
  { blocks, header }: PackedCode,
  containerBytes: number,
): Uint8Array => {
  if (blocks.length + header.length > containerBytes) {
    throw new RangeError(`${blocks.length} stored bytes of code do not fit ${containerBytes}`);
  }
  const container = new Uint8Array(containerBytes).fill(0xff);
  container.set(blocks);
  container.set(header, containerBytes - header.length);
  return container;
};
