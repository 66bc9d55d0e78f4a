import fc from "fast-check";
import { expect, test } from "vitest";
import { writeU32 } from "../../../libs/bytes/little-endian.ts";
import { asciiBytes } from "../../../libs/bytes/text.ts";
import { buildCalibration } from "../../../libs/firmware/builder/build-calibration.ts";
import { readMac } from "../../../libs/firmware/calibration.ts";
import { withBytes } from "./craft.ts";

const SECTOR = buildCalibration({ mac: "c8478c010203" });

const u32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  writeU32(bytes, 0, value);
  return bytes;
};

test("the MAC is found by its tag, wherever it stands", () => {
  expect(readMac(SECTOR)).toBe("c8478c010203");
  const item = [asciiBytes("TLV\0"), u32(8 + 2 + 8 + 6), u32(0x55), u32(2), new Uint8Array(2)];
  const moved = Buffer.concat([...item, u32(0x11111102), u32(6), asciiBytes("ABCDEF")]);
  expect(readMac(moved)).toBe("414243444546");
});

test.each([
  ["erased", new Uint8Array(4096).fill(0xff)],
  ["empty", new Uint8Array(0)],
  ["another magic", withBytes(SECTOR, 0, asciiBytes("TLX\0"))],
  ["a MAC of another length", withBytes(SECTOR, 0x20, u32(7))],
  ["a total that ends before the MAC", withBytes(SECTOR, 4, u32(0x1f))],
  ["cut in the MAC", SECTOR.subarray(0, 0x28)],
])("no MAC: %s", (_, sector) => {
  expect(readMac(sector)).toBeUndefined();
});

test("any sector is read without throwing", () => {
  const garbage = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(garbage, fc.nat(250), (bytes, at) => {
      expect(readMac(withBytes(SECTOR, at, bytes)) ?? "").toMatch(/^([0-9a-f]{12})?$/);
    }),
  );
});

test("a MAC of another length is not built", () => {
  expect(() => buildCalibration({ mac: "c8478c" })).toThrow(RangeError);
});
