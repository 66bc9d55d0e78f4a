import { hasBytesAt } from "../bytes/find-bytes.ts";
import { fromHex } from "../bytes/hex.ts";
import { BLOCK_BYTES, CODE_BYTES, isBlockAt, toPhysical } from "./code-block.ts";
import { CODE_KEYS, type CodeKeyName } from "./code-key.ts";
import { scramble } from "./scramble.ts";

/** The two pieces of code in a chip's flash. */
export type CodePart = "bootloader" | "app";

/** Where the CPU sees each part. */
export const LOGICAL_START: Readonly<Record<CodePart, number>> = { bootloader: 0, app: 0x10000 };

/** Where every chip's app starts in flash. */
export const APP_START = toPhysical(LOGICAL_START.app);

/** Seven times `ldr pc, [pc, #0x14]`: what follows the reset branch of every part. */
const VECTORS = fromHex("14f09fe5".repeat(7));
const VECTORS_AT = 4;

/** Where the chip's marker stands: logical 0x100, in flash behind eight blocks. */
const MARKER_LOGICAL = 0x100;
const MARKER_AT = (MARKER_LOGICAL / CODE_BYTES) * BLOCK_BYTES;
const MARKER_BYTES = 8;

/** Whether plain ARM vectors stand at `offset`, whatever surrounds them. */
export const hasVectors = (code: Uint8Array, offset = 0): boolean =>
  hasBytesAt(code, offset + VECTORS_AT, VECTORS);

/** Code of `part`, `bytes` long from `offset` within the part, unscrambled. */
const unscramble = (
  stored: Uint8Array,
  part: CodePart,
  logicalOffset: number,
  key: CodeKeyName,
): Uint8Array => scramble(stored, LOGICAL_START[part] + logicalOffset, CODE_KEYS[key]);

/** The key under which a part starts at `offset`: a valid block holding vectors; else undefined. */
export const keyOfPart = (
  stored: Uint8Array,
  offset: number,
  part: CodePart,
): CodeKeyName | undefined => {
  if (!isBlockAt(stored, offset)) return undefined;
  const block = stored.subarray(offset, offset + CODE_BYTES);
  if (hasVectors(block)) return "none";
  return hasVectors(unscramble(block, part, 0, "default")) ? "default" : undefined;
};

/** What code says of the chip it is for (firmware-formats.md section 2.1). */
export interface CodeOrigin {
  /** Eight ASCII characters as in `ImageFacts.marker`, or undefined for chips without. */
  readonly marker: string | undefined;
  readonly codeKey: CodeKeyName;
}

/** Origin of the part that starts at `offset`. A bootloader's marker is in its stored bytes. */
export const originOf = (
  stored: Uint8Array,
  offset: number,
  part: CodePart,
  codeKey: CodeKeyName,
): CodeOrigin => {
  const raw = stored.subarray(offset + MARKER_AT, offset + MARKER_AT + MARKER_BYTES);
  const bytes = part === "app" ? unscramble(raw, part, MARKER_LOGICAL, codeKey) : raw;
  const text = String.fromCharCode(...bytes);
  return { marker: /^BK\d{4}\0\0$/.test(text) ? text : undefined, codeKey };
};
