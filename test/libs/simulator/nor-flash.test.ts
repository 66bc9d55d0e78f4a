import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FlashChange, NorFlash } from "../../../libs/simulator/nor-flash.ts";
import { StatusRegister } from "../../../libs/simulator/status-register.ts";

const SIZE = 0x20000;
const NOW = { startAt: 0, endAt: 0 };

const flashOf = (fill: number, options: { changes?: "made" | "ignored"; status?: number } = {}) =>
  new NorFlash(new Uint8Array(SIZE).fill(fill), {
    id: [0xeb, 0x60, 0x15],
    status: new StatusRegister(options.status ?? 0, "usual", undefined),
    stuck: [],
    changes: options.changes ?? "made",
  });

test("programming only clears bits, and only where it was told to", () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(bytes, bytes, fc.nat(SIZE - 1), (first, second, address) => {
      const flash = flashOf(0xff);
      flash.program(address, first, NOW);
      flash.program(address, second, NOW);
      const length = Math.max(first.length, second.length);
      const expected = Array.from(
        { length },
        (_, at) => (first[at] ?? 0xff) & (second[at] ?? 0xff),
      );
      expect([...flash.read(address, length)]).toEqual(expected);
      const changed = flash.bytes.filter((byte) => byte !== 0xff).length;
      expect(changed).toBeLessThanOrEqual(length);
    }),
  );
});

test("erasing sets the whole unit an address lies in, at any alias of it", () => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), fc.constantFrom(0x1000, 0x8000, 0x10000), (address, unit) => {
      const flash = flashOf(0);
      flash.erase(address, unit, NOW);
      flash.settle(0);
      const start = (address % SIZE) - (address % unit);
      expect(flash.bytes.indexOf(0xff)).toBe(start);
      expect(flash.bytes.filter((byte) => byte === 0xff).length).toBe(unit);
    }),
    { numRuns: 30 },
  );
});

describe("a part that is closed", () => {
  test.each([
    ["BP0 to BP2", { status: 0x1c }],
    ["BP0 at the bottom", { status: 0x24 }],
    ["CMP", { status: 0x4000 }],
    ["out of order", { changes: "ignored" }],
  ] as const)("%s: ignores erase and program", (_name, options) => {
    const flash = flashOf(0x55, options);
    flash.erase(0, 0x1000, NOW);
    flash.program(0, new Uint8Array(16), NOW);
    expect(flash.read(0, SIZE).every((byte) => byte === 0x55)).toBe(true);
    expect(flash.changes).toBe(0);
  });

  test.each([0x0200, 0x0080, 0x0001, 0x0060, 0x0004, 0x4024])(
    "status %i does not close it",
    (status) => {
      const flash = flashOf(0x55, { status });
      flash.erase(0, 0x1000, NOW);
      expect(flash.read(0, 1)[0]).toBe(0xff);
    },
  );
});

describe("power lost", () => {
  const erased = (cutAt: number): NorFlash => {
    const flash = flashOf(0);
    flash.erase(0, 0x1000, { startAt: 100, endAt: 150 });
    flash.erase(0x1000, 0x1000, { startAt: 150, endAt: 200 });
    flash.cut(cutAt);
    return flash;
  };
  test.each([
    [100, 0],
    [125, 0x800],
    [150, 0x1000],
    [175, 0x1800],
    [200, 0x2000],
    [300, 0x2000],
  ])("at %i ms of two erases: %i bytes are erased", (cutAt, bytes) => {
    expect(erased(cutAt).bytes.filter((byte) => byte === 0xff).length).toBe(bytes);
  });

  test("what was cut off does not happen later", () => {
    const flash = erased(125);
    flash.settle(Number.POSITIVE_INFINITY);
    expect(flash.bytes.filter((byte) => byte === 0xff).length).toBe(0x800);
  });
});

test("every change is told, and how far it came when power was lost", () => {
  const flash = flashOf(0);
  const changes: FlashChange[] = [];
  flash.onChange((change) => changes.push(change));
  flash.erase(SIZE + 0x1234, 0x1000, { startAt: 0, endAt: 50 });
  flash.program(0x1080, Uint8Array.of(1, 2), { startAt: 50, endAt: 51 });
  flash.erase(0x3000, 0x1000, { startAt: 51, endAt: 101 });
  flash.cut(76);
  expect(changes).toEqual([
    { kind: "erase", address: 0x1000, length: 0x1000, at: 50 },
    { kind: "program", address: 0x1080, length: 2, at: 51 },
    { kind: "erase", address: 0x3000, length: 0x800, at: 76 },
  ]);
});

test("bits that are stuck read 0 from the start and after an erase", () => {
  const flash = new NorFlash(new Uint8Array(SIZE).fill(0xff), {
    id: [0xeb, 0x60, 0x15],
    status: new StatusRegister(0, "usual", undefined),
    stuck: [{ address: 0x1234, mask: 0x18 }],
    changes: "made",
  });
  expect(flash.bytes[0x1234]).toBe(0xe7);
  flash.erase(0x1000, 0x1000, NOW);
  expect(flash.read(0x1234, 1)[0]).toBe(0xe7);
});
