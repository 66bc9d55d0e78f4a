import fc from "fast-check";

const SURROGATES = { first: 0xd800, count: 0x800 } as const;
const LAST = 0x10ffff;

/**
 * Every character there is, controls and those of no meaning included, for `fc.string({ unit: anyCharacter })`:
 * fast-check's own unit "binary" makes a table of a million first, in each worker.
 */
export const anyCharacter = fc
  .integer({ min: 0, max: LAST - SURROGATES.count })
  .map((at) => String.fromCodePoint(at < SURROGATES.first ? at : at + SURROGATES.count));
