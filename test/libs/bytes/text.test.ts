import fc from "fast-check";
import { expect, test } from "vitest";
import { asciiBytes, fieldText } from "../../../libs/bytes/text.ts";

test("a field ends at its NUL, whatever is behind", () => {
  expect(fieldText(asciiBytes("1.00\0\xde\xad"))).toBe("1.00");
  expect(fieldText(asciiBytes("full"))).toBe("full");
  expect(fieldText(new Uint8Array(4))).toBe("");
});

test("nothing but printable ASCII comes out of any field", () => {
  expect(fieldText(asciiBytes("\x1b[31m\n"))).toBe("\\x1b[31m\\x0a");
  fc.assert(
    fc.property(fc.uint8Array(), (field) => {
      expect(fieldText(field)).toMatch(/^[\x20-\x7e]*$/);
    }),
  );
});
