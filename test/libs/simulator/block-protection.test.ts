import fc from "fast-check";
import { expect, test } from "vitest";
import { protectedRange } from "../../../libs/simulator/block-protection.ts";

const MIB = 0x100000;

/** Rows of a GD25Q16's table, 2 MiB. */
test.each([
  [0x0000, 0, 0],
  [0x0004, 0x1f0000, 0x200000],
  [0x0008, 0x1e0000, 0x200000],
  [0x0014, 0x100000, 0x200000],
  [0x001c, 0, 0x200000],
  [0x0024, 0, 0x010000],
  [0x0034, 0, 0x100000],
  [0x0044, 0x1ff000, 0x200000],
  [0x0064, 0, 0x001000],
  [0x0070, 0, 0x008000],
  [0x4000, 0, 0x200000],
  [0x4004, 0, 0x1f0000],
  [0x4024, 0x010000, 0x200000],
  [0x401c, 0, 0x200000],
])("status %i protects %i to %i of 2 MiB", (status, start, end) => {
  const range = protectedRange(status, 2 * MIB);
  if (start === end) expect(range.end).toBe(range.start);
  else expect(range).toEqual({ start, end });
});

test("with CMP everything else is protected, and QE, SRP and LB change nothing", () => {
  const sizes = fc.constantFrom(MIB / 4, MIB, 2 * MIB, 16 * MIB);
  fc.assert(
    fc.property(fc.nat(0x3fff), sizes, (status, flashBytes) => {
      const { start, end } = protectedRange(status, flashBytes);
      fc.pre(end - start < flashBytes);
      const rest = protectedRange(status | 0x4000, flashBytes);
      expect(end - start + rest.end - rest.start).toBe(flashBytes);
      expect(Math.min(start, rest.start)).toBe(0);
      expect(protectedRange(status & 0x407c, flashBytes)).toEqual({ start, end });
    }),
  );
});
