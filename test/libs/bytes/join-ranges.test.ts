import fc from "fast-check";
import { expect, test } from "vitest";
import { joinRanges } from "../../../libs/bytes/join-ranges.ts";

test("joined ranges hold the same addresses, in order, apart from each other", () => {
  const range = fc
    .tuple(fc.nat(60), fc.integer({ min: 1, max: 9 }))
    .map(([start, length]) => ({ start, end: start + length }));
  fc.assert(
    fc.property(fc.array(range), (ranges) => {
      const joined = joinRanges(ranges);
      for (let address = 0; address < 70; address += 1) {
        const holds = ({ start, end }: { start: number; end: number }): boolean =>
          start <= address && address < end;
        expect(joined.some(holds)).toBe(ranges.some(holds));
      }
      for (const [index, { start }] of joined.entries()) {
        expect(start).toBeGreaterThan(joined[index - 1]?.end ?? -1);
      }
    }),
  );
});
