import { fromHex } from "../../bytes/hex.ts";
import { randomBytes } from "./random-bytes.ts";

/** Where the chip's marker, or ordinary code, stands. */
export const MARKER_AT = 0x100;

/** Least code that holds what recognition looks at, and some more. */
const LEAST_CODE_BYTES = 0x200;

/** What a piece of generated code is made from. */
export interface CodeRecipe {
  readonly seed: number;
  readonly bytes: number;
  /** The reset branch, four bytes in hex. */
  readonly branch: string;
  /** What stands at logical 0x100. */
  readonly marker: Uint8Array;
}

const VECTORS = fromHex("14f09fe5".repeat(7));

/**
 * Code as the CPU would read it: start vectors, the marker, and bytes that look random (no blank
 * sectors, nothing to compress). It does not run.
 */
export const makeCode = ({ seed, bytes, branch, marker }: CodeRecipe): Uint8Array => {
  if (bytes < LEAST_CODE_BYTES)
    throw new RangeError(`Code needs ${LEAST_CODE_BYTES} bytes or more`);
  const code = randomBytes(seed, bytes);
  code.set(fromHex(branch));
  code.set(VECTORS, 4);
  code.set(marker, MARKER_AT);
  return code;
};
