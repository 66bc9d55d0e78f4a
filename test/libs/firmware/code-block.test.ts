import fc from "fast-check";
import { expect, test } from "vitest";
import { crc16 } from "../../../libs/bytes/crc16.ts";
import { asciiBytes } from "../../../libs/bytes/text.ts";
import {
  findBadBlock,
  isBlockAt,
  toLogical,
  toPhysical,
  unwrapBlocks,
  wrapBlocks,
} from "../../../libs/firmware/code-block.ts";
import { withByte } from "./craft.ts";

// firmware-formats.md section 4.
test.each([
  ["123456789", asciiBytes("123456789"), 0xaee7],
  ["32 x 00", new Uint8Array(32), 0x8029],
  ["32 x FF", new Uint8Array(32).fill(0xff), 0x000c],
  ["00..1f", Uint8Array.from({ length: 32 }, (_, index) => index), 0x259d],
])("CRC-16 of %s", (_, bytes, crc) => {
  expect(crc16(bytes)).toBe(crc);
});

test.each([
  [0x0ffa0, 0x10f9a],
  [0x10000, 0x11000],
  [0x1186a0, 0x129f0a],
  [0x118700, 0x129f70],
])("logical %i is physical %i", (logical, physical) => {
  expect(toPhysical(logical)).toBe(physical);
  expect(toLogical(physical)).toBe(logical);
});

test("code comes back from its blocks, and any changed bit is seen", () => {
  const code = fc.uint8Array({ minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(code, fc.nat(), fc.nat(7), (bytes, where, bit) => {
      const stored = wrapBlocks(bytes);
      expect(unwrapBlocks(stored, 0, bytes.length)).toEqual(bytes);
      expect(findBadBlock(stored, 0, stored.length)).toBeUndefined();
      const at = where % stored.length;
      const broken = withByte(stored, at, 1 << bit);
      expect(findBadBlock(broken, 0, broken.length)).toBe(at - (at % 34));
    }),
  );
});

test("an erased block is no bad block, written FF is a valid one", () => {
  const written = wrapBlocks(new Uint8Array(32).fill(0xff));
  expect(isBlockAt(written, 0)).toBe(true);
  expect(findBadBlock(new Uint8Array(34).fill(0xff), 0, 34)).toBeUndefined();
});

test("a block that ends past the range is no block of it", () => {
  expect(findBadBlock(wrapBlocks(new Uint8Array(64)), 0, 50)).toBe(34);
});

test("a rest shorter than a block must be erased", () => {
  const rest = new Uint8Array(40).fill(0xff);
  expect(findBadBlock(rest, 0, 40)).toBeUndefined();
  expect(findBadBlock(withByte(rest, 39), 0, 40)).toBe(34);
});
