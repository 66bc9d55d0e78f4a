import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex } from "../../../libs/bytes/hex.ts";
import { assembleHardware } from "../../../libs/simulator/assemble-hardware.ts";
import { protectedRange } from "../../../libs/simulator/block-protection.ts";
import { bk7231t } from "../../../libs/simulator/bootloader-chips.ts";
import { seededRandom } from "../../../libs/simulator/random.ts";
import type { WireSpeed } from "../../../libs/simulator/receive-line.ts";
import { SpiNor } from "../../../libs/simulator/spi-nor.ts";
import { faultOf } from "../../support/fault-of.ts";

const SIZE = 0x20000;

const norOf = (speed: WireSpeed, ...faults: string[]) => {
  const hardware = assembleHardware({
    personality: { ...bk7231t, flashSizes: [SIZE], factoryStatus: 0 },
    flash: new Uint8Array(SIZE).fill(0x5a),
    faults: faults.map(faultOf),
    speed,
    timing: undefined,
    random: seededRandom(1),
    disturb: (piece) => [piece],
  });
  return { nor: new SpiNor(hardware), flash: hardware.flash };
};

const at = (op: number, address: number, ...data: number[]): Uint8Array =>
  Uint8Array.of(op, address >> 16, address >> 8, address, ...data);

/** What a 25-series part is in a data sheet's words, and nothing else. */
class PlainNor {
  readonly cells = new Uint8Array(SIZE).fill(0x5a);
  #status = 0;
  #isEnabled = false;

  take(out: Uint8Array): void {
    const [op = 0, ...more] = out;
    if (op === 0x06) this.#isEnabled = true;
    else if (op === 0x04) this.#isEnabled = false;
    else if (this.#isEnabled) this.#change(op, more);
  }

  #change(op: number, more: readonly number[]): void {
    const [a = 0, b = 0, c = 0, ...data] = more;
    const address = ((a << 16) | (b << 8) | c) % SIZE;
    if (op === 0x01 && more.length === 1) this.#status = a & 0x7c;
    if (op === 0x02 && data.length > 0) {
      const page = address - (address % 256);
      this.#unlessProtected(page, page + 256, () => {
        for (const [index, byte] of data.entries()) {
          const cell = page + ((address + index) % 256);
          this.cells[cell] = (this.cells[cell] ?? 0) & byte;
        }
      });
    }
    const unit = { 32: 0x1000, 82: 0x8000, 216: 0x10000 }[op];
    if (unit !== undefined && more.length === 3) {
      const start = address - (address % unit);
      this.#unlessProtected(start, start + unit, () => this.cells.fill(0xff, start, start + unit));
    }
    const isChipErase = (op === 0x60 || op === 0xc7) && more.length === 0;
    if (isChipErase) this.#unlessProtected(0, SIZE, () => this.cells.fill(0xff));
    const isChange = op === 0x01 || (op === 0x02 && data.length > 0);
    const isErase = unit === undefined ? isChipErase : more.length === 3;
    if (isChange || isErase) this.#isEnabled = false;
  }

  #unlessProtected(start: number, end: number, change: () => void): void {
    const closed = protectedRange(this.#status, SIZE);
    if (Math.max(start, closed.start) >= Math.min(end, closed.end)) change();
  }
}

const address = fc.nat(0xffffff);
const data = fc.array(fc.nat(0xff), { minLength: 1, maxLength: 256 });
const command = fc.oneof(
  { weight: 6, arbitrary: fc.constant(Uint8Array.of(0x06)) },
  fc.constant(Uint8Array.of(0x04)),
  fc.tuple(address, data).map(([to, bytes]) => at(0x02, to, ...bytes)),
  fc.tuple(fc.constantFrom(0x20, 0x52, 0xd8), address).map(([op, to]) => at(op, to)),
  fc.constantFrom(0x00, 0x04, 0x24, 0x64).map((bits) => Uint8Array.of(0x01, bits)),
  fc.constantFrom(0x60, 0xc7).map((op) => Uint8Array.of(op)),
  fc
    .uint8Array({ minLength: 1, maxLength: 6 })
    .filter(([op = 0]) => ![0x01, 0x50, 0x99].includes(op)),
);

test("it does what a plain NOR does, whatever it is told", () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), address, (commands, from) => {
      const { nor } = norOf("instant");
      const plain = new PlainNor();
      for (const out of commands) {
        nor.transfer(out, 0, 0);
        plain.take(out);
      }
      const read = nor.transfer(at(0x03, from), 600, 0).subarray(4);
      for (const [index, byte] of read.entries())
        expect(byte).toBe(plain.cells[(from + index) % SIZE]);
      const all = nor.transfer(at(0x0b, 0, 0), SIZE, 0).subarray(5);
      expect(Buffer.compare(all, plain.cells)).toBe(0);
    }),
    { numRuns: 60 },
  );
});

const hexOf = (nor: SpiNor, out: Uint8Array, read: number, now = 0): string =>
  toHex(nor.transfer(out, read, now).subarray(out.length));

test("it tells its ids, and describes itself where the part does", () => {
  const { nor } = norOf("instant");
  expect(hexOf(nor, Uint8Array.of(0x9f), 3)).toBe("eb6011");
  expect(hexOf(nor, at(0x90, 0), 2)).toBe("eb10");
  expect(hexOf(norOf("instant", "spi-id:EF4016").nor, Uint8Array.of(0x9f), 3)).toBe("ef4016");
  expect(hexOf(norOf("instant", "flash-part:1c7015").nor, at(0x5a, 0, 0), 4)).toBe("53464450");
  expect(hexOf(norOf("instant", "flash-part:c84015").nor, at(0x5a, 0, 0), 4)).toBe("ffffffff");
});

test("while it erases it tells its status and nothing else", () => {
  const { nor } = norOf("real");
  nor.transfer(Uint8Array.of(0x06), 0, 0);
  expect(hexOf(nor, Uint8Array.of(0x05), 2, 1)).toBe("0202");
  nor.transfer(at(0x20, 0), 0, 1);
  expect(hexOf(nor, Uint8Array.of(0x05), 1, 50)).toBe("01");
  expect(hexOf(nor, at(0x03, 0), 2, 50)).toBe("ffff");
  expect(hexOf(nor, at(0x03, 0x1000), 2, 50)).toBe("ffff");
  expect(hexOf(nor, Uint8Array.of(0x05), 1, 51)).toBe("00");
  expect(hexOf(nor, at(0x03, 0xfff), 2, 51)).toBe("ff5a");
});

describe("a supply that goes in the middle of it", () => {
  test.each(["real", "instant"] as const)("at speed %s: half is done, once", (speed) => {
    const { nor, flash } = norOf(speed, "spi-dies-at:0x1800");
    for (const sector of [0, 0x1000]) {
      nor.transfer(Uint8Array.of(0x06), 0, sector);
      nor.transfer(at(0x20, sector), 0, sector);
    }
    expect(nor.hasDied).toBe(true);
    expect(flash.bytes.findIndex((byte) => byte !== 0xff)).toBe(0x1800);
  });
});

test("a part that ignores changes over SPI stays as it is", () => {
  const { nor } = norOf("instant", "spi-protected");
  nor.transfer(Uint8Array.of(0x06), 0, 0);
  nor.transfer(at(0x20, 0), 0, 0);
  expect(hexOf(nor, at(0x03, 0), 2)).toBe("5a5a");
});
