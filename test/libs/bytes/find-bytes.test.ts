import { expect, test } from "vitest";
import { findBytes, findEveryBytes, hasBytesAt } from "../../../libs/bytes/find-bytes.ts";
import { asciiBytes } from "../../../libs/bytes/text.ts";

const TEXT = asciiBytes("one two one");

test("bytes are found from a place on, in views too", () => {
  expect(findBytes(TEXT, asciiBytes("one"))).toBe(0);
  expect(findBytes(TEXT, asciiBytes("one"), 1)).toBe(8);
  expect(findBytes(TEXT.subarray(4), asciiBytes("one"))).toBe(4);
  expect(findBytes(TEXT, asciiBytes("six"))).toBeUndefined();
});

test("every place is found, overlapping ones too", () => {
  expect([...findEveryBytes(TEXT.subarray(1), asciiBytes("one"))]).toEqual([7]);
  expect([...findEveryBytes(asciiBytes("aaaa"), asciiBytes("aa"))]).toEqual([0, 1, 2]);
  expect([...findEveryBytes(TEXT, asciiBytes("six"))]).toEqual([]);
});

test("bytes before the start or past the end are not there", () => {
  expect(hasBytesAt(TEXT, 4, asciiBytes("two"))).toBe(true);
  expect(hasBytesAt(TEXT, 9, asciiBytes("nex"))).toBe(false);
  expect(hasBytesAt(TEXT, -1, asciiBytes("o"))).toBe(false);
});
