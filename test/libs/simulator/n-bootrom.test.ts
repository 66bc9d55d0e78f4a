import { describe, expect, test } from "vitest";
import type { WireSpeed } from "../../../libs/simulator/receive-line.ts";
import { Bench, bootableFlash, patternFlash, readCrc, readVectors } from "./bench.ts";

interface Exchange {
  readonly name: string;
  readonly request: string;
  readonly response: string;
  readonly response_len: number;
}

/** A payload that, programmed over the bytes 0, 1, 2 ..., leaves what the reference reads back. */
const SECTOR = Uint8Array.from({ length: 4096 }, (_, at) => at & 0xf8);

const linkedN = async (flash = bootableFlash(), speed: WireSpeed = "real"): Promise<Bench> => {
  const bench = new Bench("bk7231n", { flash, speed });
  await bench.link();
  return bench;
};

const OPEN = "01e0fcfff404000d010000";
const ERASE = "01e0fcfff406000f2000100100";
const ERASED = "040eff01e0fcf407000f002000100100";
const WRITE = "01e0fcfff40900060010010001020304";

test.each(["real", "instant"] as const)(
  "answers every exchange of the reference, in order, at %s speed",
  async (speed) => {
    const flash = bootableFlash();
    flash.fill(0xff, 0x11000, 0x12000);
    const bench = await linkedN(flash, speed);
    for (const { name, request, response, response_len } of readVectors<Exchange>(
      "n-bootrom-exchanges",
    )) {
      const head = Buffer.from(request.replace("..", ""), "hex");
      const frame = request.endsWith("..") ? Buffer.concat([head, SECTOR]) : head;
      if (name === "N.set_baud") bench.baud = 115_200;
      const answer = await bench.exchange(frame, 900);
      const expected = response.replace("..", "");
      expect(answer.slice(0, expected.length), name).toBe(expected);
      expect(answer.length / 2, name).toBe(response_len);
      if (name === "N.set_baud") bench.baud = 921_600;
    }
  },
);

describe("CRC", () => {
  interface Range {
    readonly start: number;
    readonly end: number;
    readonly raw_N_model: string;
  }
  test.each(readVectors<Range>("crc-range-semantics"))(
    "covers $start to $end, both included",
    async ({ start, end, raw_N_model }) => {
      const bench = await linkedN();
      bench.board.flash.set(patternFlash());
      expect(await readCrc(bench, start, end)).toBe(raw_N_model);
    },
  );
});

describe("protection", () => {
  test("closed out of the factory: erase and write are accepted and change nothing", async () => {
    const bench = await linkedN();
    const before = bench.board.flash.slice();
    expect(await bench.exchange(ERASE)).toBe(ERASED);
    await bench.exchange(WRITE);
    expect(Buffer.compare(bench.board.flash, before)).toBe(0);
  });

  test("open once BP and CMP are clear, and only then", async () => {
    const bench = await linkedN();
    await bench.exchange("01e0fcfff403000d0100");
    expect(await bench.exchange("01e0fcfff402000c35")).toBe("040eff01e0fcf404000c003540");
    await bench.exchange(ERASE);
    expect(bench.board.flash[0x11000]).not.toBe(0xff);
    await bench.exchange(OPEN);
    await bench.exchange(ERASE);
    expect(bench.board.flash[0x11000]).toBe(0xff);
    await bench.exchange(WRITE);
    expect([...bench.board.flash.subarray(0x11000, 0x11005)]).toEqual([1, 2, 3, 4, 0xff]);
  });

  test("a write of the status register shows WIP for a while", async () => {
    const bench = await linkedN();
    const READ = "01e0fcfff402000c05";
    await bench.exchange(OPEN, 2.5);
    bench.board.receive(Buffer.from(READ, "hex"), 115_200);
    await bench.clock.sleep(10);
    expect(bench.hear()).toMatch(/0501$/);
    expect(await bench.exchange(READ)).toMatch(/0500$/);
  });
});

test("reads Tuya's key from eFuse, byte by byte", async () => {
  const bench = await linkedN();
  const key: number[] = [];
  for (let at = 0; at < 16; at += 1) {
    const control = Buffer.from([0x01, at, 0, 0]).toString("hex");
    await bench.exchange(`01e0fc090174008000${control}`);
    const done = Buffer.from(await bench.exchange("01e0fc050374008000"), "hex");
    expect((done[11] ?? 1) & 1).toBe(0);
    const value = Buffer.from(await bench.exchange("01e0fc050378008000"), "hex");
    expect(value[12]).toBe(1);
    key.push(value[11] ?? 0);
  }
  const words = Buffer.from(key).swap32().toString("hex");
  expect(words).toBe("510fb093a3cbeadc5993a17ec7adeb03");
});

describe("answers what it does not know", () => {
  test.each([
    ["a short opcode", "01e0fc0111", "040e0501e0fc1107"],
    ["a long opcode", "01e0fcfff4020055aa", "040eff01e0fcf402005507"],
    ["an erase size", "01e0fcfff406000f7700100100", "040eff01e0fcf407000f067700100100"],
    ["a wrong magic", "01e0fc020e00", "040e0501e0fc0e00"],
    ["a short write 4K", "01e0fcfff406000700100100aa", "040eff01e0fcf40600070400100100"],
  ])("%s", async (_name, request, response) => {
    const bench = await linkedN();
    expect(await bench.exchange(request)).toBe(response);
  });
});

test("looks again at a byte that broke a preamble", async () => {
  const bench = await linkedN();
  expect(await bench.exchange("0101e0fc0100")).toBe("040e0501e0fc0100");
});

test("hears nothing while it carries a command out", async () => {
  const bench = await linkedN();
  const answer = await bench.exchange(`${ERASE}01e0fc0100`, 200);
  expect(answer).toBe(ERASED);
});

test("reads a few bytes and erases 4K by their own commands", async () => {
  const bench = await linkedN();
  await bench.exchange(OPEN);
  expect(await bench.exchange("01e0fcfff405000b00100100")).toBe("040eff01e0fcf406000b0000100100");
  expect(await bench.exchange("01e0fcfff40600080010010003")).toBe(
    "040eff01e0fcf40900080000100100ffffff",
  );
});

test("programs a sector after the last byte, page by page", async () => {
  const bench = await linkedN();
  await bench.exchange(OPEN);
  await bench.exchange(ERASE);
  const frame = Buffer.concat([Buffer.from("01e0fcfff405100700100100", "hex"), SECTOR]);
  const from = bench.clock.now();
  await bench.exchange(frame, 900);
  bench.board.receive(frame, 115_200);
  const again = bench.clock.now();
  await bench.clock.sleep(900);
  const wire = (4108 * 10_000) / 115_200 + (15 * 10_000) / (26_000_000 / 225);
  expect((bench.sent[0]?.at ?? 0) - again).toBeCloseTo(wire + 16 * 0.5, 3);
  expect(from).toBeLessThan(again);
});
