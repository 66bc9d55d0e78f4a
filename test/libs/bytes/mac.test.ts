import fc from "fast-check";
import { expect, test } from "vitest";
import { isOwnMac, parseMac } from "../../../libs/bytes/mac.ts";

test.each([
  ["000000000000", "all 00"],
  ["ffffffffffff", "all FF"],
  ["01478c000001", "a group address"],
  ["c8478c000000", "every board without a MAC"],
])("%s is no board's own, to whoever asks", (mac, why) => {
  expect(isOwnMac(mac)).toBe(false);
  expect(parseMac(mac)).toMatchObject({ ok: false, problem: expect.stringContaining(why) });
});

test("what may be given to a board is what one can have of its own, and nothing else", () => {
  const digits = fc.array(fc.constantFrom(..."0123456789abcdef"), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(digits, (all) => {
      const mac = all.join("");
      expect(parseMac(mac).ok).toBe(isOwnMac(mac));
    }),
  );
});
