import fc from "fast-check";
import { expect, test } from "vitest";
import { fromHex, toHex } from "../../../libs/bytes/hex.ts";
import { writeU32 } from "../../../libs/bytes/little-endian.ts";
import { buildCalibration } from "../../../libs/firmware/builder/build-calibration.ts";
import { findMac, MAC_TAG, readMac, TLV_MAGIC } from "../../../libs/firmware/calibration.ts";
import { patchSector } from "../../../libs/firmware/patch-sector.ts";
import { withBytes } from "./craft.ts";

const SECTOR = 0x1000;
const AT = 0x1e4000;
const macPatch = (mac: string) => ({ kind: "calibration-mac", mac, field: "mac" }) as const;

/** A board's own: neither a group address, nor all 00. */
const ownMac = fc
  .uint8Array({ minLength: 6, maxLength: 6 })
  .map((bytes) => bytes.map((byte, index) => (index === 0 ? (byte & 0xfe) | 0x02 : byte)));

/** Items of any tags and lengths around a MAC, some of them groups, as other modules may have them. */
const anyCalibration = fc
  .record({
    before: fc.array(
      fc.record({
        tag: fc.nat(0xffffffff).filter((tag) => tag !== MAC_TAG && (tag & 0xff) !== 0),
        value: fc.uint8Array({ maxLength: 60 }),
      }),
      { maxLength: 8 },
    ),
    group: fc.boolean(),
    mac: ownMac,
    after: fc.uint8Array({ maxLength: 300 }),
  })
  .map(({ before, group, mac, after }) => {
    const item = (tag: number, length: number, value: Uint8Array): Uint8Array => {
      const bytes = new Uint8Array(8 + value.length);
      writeU32(bytes, 0, tag);
      writeU32(bytes, 4, length);
      bytes.set(value, 8);
      return bytes;
    };
    const items = Buffer.concat([
      ...before.map(({ tag, value }) => item(tag, value.length, value)),
      ...(group ? [item(0x11111100, 14, new Uint8Array(0))] : []),
      item(MAC_TAG, 6, mac),
      after,
    ]);
    const sector = new Uint8Array(SECTOR).fill(0xff);
    sector.set(TLV_MAGIC);
    writeU32(sector, 4, items.length);
    sector.set(items, 8);
    return { sector, mac: toHex(mac) };
  });

test("a new MAC changes its six bytes and no other, in any calibration, and back again", () => {
  fc.assert(
    fc.property(anyCalibration, ownMac, ({ sector, mac }, bytes) => {
      expect(readMac(sector)).toBe(mac);
      const given = toHex(bytes);
      const patched = patchSector(sector, [macPatch(given)]);
      if (!patched.ok) throw new Error(patched.problem);
      expect(readMac(patched.bytes)).toBe(given);
      const place = findMac(sector);
      const at = place.kind === "found" ? place.at : 0;
      expect(Buffer.compare(patched.bytes, withBytes(sector, at, bytes))).toBe(0);
      const back = patchSector(patched.bytes, [macPatch(mac)]);
      expect(back.ok && Buffer.compare(back.bytes, sector) === 0).toBe(true);
    }),
  );
});

const CALIBRATION = buildCalibration({ mac: "c8478c010203" });

test.each([
  ["blank", new Uint8Array(SECTOR).fill(0xff)],
  ["foreign", new Uint8Array(SECTOR)],
  ["foreign", withBytes(CALIBRATION, 2, Uint8Array.of(0x58))],
  ["no-mac", withBytes(CALIBRATION, 0x20, Uint8Array.of(7))],
  ["no-mac", withBytes(CALIBRATION, 0x1c, Uint8Array.of(3))],
  ["no-mac", withBytes(CALIBRATION, 4, Uint8Array.of(0x20, 0))],
] as const)("a calibration is never made from nothing: %s", (problem, sector) => {
  const refused = { ok: false, field: "mac", problem };
  expect(patchSector(sector, [macPatch("024fa698ca6b")])).toEqual(refused);
});

test.each(["000000000000", "ffffffffffff", "014fa698ca6b"])("no board is given %s", (mac) => {
  const refused = { ok: false, field: "mac", problem: "bad-mac" };
  expect(patchSector(CALIBRATION, [macPatch(mac)])).toEqual(refused);
});

test("random and damaged sectors are patched in six bytes, or refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(0x100), ownMac, (noise, at, mac) => {
      const sector = withBytes(CALIBRATION, at, noise);
      const patched = patchSector(sector, [macPatch(toHex(mac))]);
      if (!patched.ok) return;
      const differing = sector.filter((byte, index) => byte !== patched.bytes[index]);
      expect(differing.length).toBeLessThanOrEqual(6);
    }),
  );
});

test("several fields of a sector take their own bytes, and leave the sector that was given as it is", () => {
  const sector = new Uint8Array(SECTOR).fill(0x5a);
  const field = (start: number, hex: string) =>
    ({ kind: "bytes", start, bytes: fromHex(hex), field: "f" }) as const;
  const patched = patchSector(sector, [field(AT, "0102"), field(AT + SECTOR - 2, "0304")]);
  const wanted = sector.slice();
  wanted.set([1, 2]);
  wanted.set([3, 4], SECTOR - 2);
  expect(patched).toEqual({ ok: true, bytes: wanted });
  expect(sector.every((byte) => byte === 0x5a)).toBe(true);
});
