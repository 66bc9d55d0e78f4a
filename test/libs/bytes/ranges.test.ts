import fc from "fast-check";
import { expect, test } from "vitest";
import { isBlank, SECTOR_BYTES } from "../../../libs/bytes/ranges.ts";

test.each([0, 1, SECTOR_BYTES - 1, SECTOR_BYTES, SECTOR_BYTES + 1, 3 * SECTOR_BYTES])(
  "%i bytes of FF are blank",
  (length) => {
    expect(isBlank(new Uint8Array(length).fill(0xff))).toBe(true);
  },
);

test("bytes are not blank for a single bit, wherever it is", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 * SECTOR_BYTES }),
      fc.nat(),
      fc.nat({ max: 7 }),
      (length, place, bit) => {
        const bytes = new Uint8Array(length).fill(0xff);
        bytes[place % length] = 0xff ^ (1 << bit);
        expect(isBlank(bytes)).toBe(false);
      },
    ),
  );
});
