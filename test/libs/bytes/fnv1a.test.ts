import { expect, test } from "vitest";
import { fnv1a } from "../../../libs/bytes/fnv1a.ts";
import { asciiBytes } from "../../../libs/bytes/text.ts";

test.each([
  ["", 0x811c9dc5],
  ["a", 0xe40c292c],
  ["foobar", 0xbf9cf968],
])("FNV-1a of %o", (text, hash) => {
  expect(fnv1a(asciiBytes(text))).toBe(hash);
});
