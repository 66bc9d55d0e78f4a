import fc from "fast-check";
import { expect, test } from "vitest";
import { sameBytes } from "../../../libs/bytes/same-bytes.ts";

test("bytes are the same as their copy, whatever memory both are in, and as nothing else", () => {
  const bytes = fc.uint8Array({ maxLength: 20 });
  fc.assert(
    fc.property(bytes, bytes, (left, right) => {
      expect(sameBytes(left, Buffer.from(left))).toBe(true);
      expect(sameBytes(left, left.slice())).toBe(true);
      expect(sameBytes(left, right)).toBe(left.join() === right.join());
      expect(sameBytes(left, Uint8Array.of(...left, 0))).toBe(false);
    }),
  );
});
