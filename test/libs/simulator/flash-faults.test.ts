import { describe, expect, test } from "vitest";
import {
  askCrc,
  Bench,
  ERASE,
  ERASED,
  LINK,
  LINKED,
  linkedBoard,
  WRITTEN,
  write4k,
} from "./bench.ts";

const FLASH_ID = "01e0fcfff405000e9f000000";
const READ_SR1 = "01e0fcfff402000c05";
const READ_SR2 = "01e0fcfff402000c35";
const writeSr = (value: number): string =>
  `01e0fcfff404000d01${Buffer.from([value & 0xff, value >> 8]).toString("hex")}`;

/** SR1 and SR2 as N reads them. */
const statusOf = async (bench: Bench): Promise<number> => {
  const [low, high] = [await bench.exchange(READ_SR1), await bench.exchange(READ_SR2)];
  return Number.parseInt(low.slice(-2), 16) | (Number.parseInt(high.slice(-2), 16) << 8);
};

/** A linked N whose status register nobody has written yet. */
const freshN = async (...faults: string[]): Promise<Bench> => {
  const bench = new Bench("bk7231n", { faults });
  await bench.link();
  return bench;
};

describe("dead-flash", () => {
  test("N reads nothing but zeros: fingerprint B7BFA0CE, id 000000", async () => {
    const bench = await freshN("dead-flash");
    const crc = Buffer.from(await bench.exchange(askCrc(0, 256)), "hex").readUInt32LE(7);
    expect((~crc >>> 0).toString(16)).toBe("b7bfa0ce");
    expect(await bench.exchange(FLASH_ID)).toBe("040eff01e0fcf406000e0000000000");
    expect(await statusOf(bench)).toBe(0);
    expect(await bench.exchange(ERASE)).toBe(ERASED);
    expect(bench.board.flash.every((byte) => byte === 0)).toBe(true);
  });

  test("T is dead with it", async () => {
    const bench = new Bench("bk7231t", { faults: ["dead-flash"] });
    bench.board.powerOn();
    await bench.clock.sleep(30);
    expect(await bench.exchange(LINK, 1000)).toBe("");
    expect(bench.log).toBe("");
  });
});

describe("blank-flash", () => {
  test("N links; fingerprint B397B8F6, and it can be written", async () => {
    const bench = await linkedBoard("bk7231n", "blank-flash");
    const crc = Buffer.from(await bench.exchange(askCrc(0, 256)), "hex").readUInt32LE(7);
    expect((~crc >>> 0).toString(16)).toBe("b397b8f6");
    expect(await bench.exchange(write4k(0x12000), 900)).toBe(WRITTEN);
    expect(bench.board.flash[0x12000]).toBe(0);
  });

  test("T is dead with it", async () => {
    const bench = new Bench("bk7231t", { faults: ["blank-flash"] });
    bench.board.powerOn();
    await bench.clock.sleep(30);
    expect(await bench.exchange(LINK, 1000)).toBe("");
  });
});

describe("time", () => {
  test("worst-flash: 400 ms a sector, 3 s a block, 2 or 3 ms a page", async () => {
    const bench = await linkedBoard("bk7231n", "worst-flash");
    expect(await bench.exchange(ERASE, 395)).toBe("");
    await bench.clock.sleep(10);
    expect(bench.hear()).toBe(ERASED);
    expect(await bench.exchange("01e0fcfff406000fd800000200", 2995)).toBe("");
    await bench.clock.sleep(10);
    expect(bench.hear()).not.toBe("");
    // 4108 bytes on the wire, then 16 pages, since the ROM programs behind the last byte.
    const wireMs = (4108 * 10_000) / 115_200;
    expect(await bench.exchange(write4k(0x12000), wireMs + 39)).toBe("");
    await bench.clock.sleep(5);
    expect(bench.hear()).toBe(WRITTEN);
  });

  test("slow-write: pages take ten times as long", async () => {
    const bench = await linkedBoard("bk7231n", "slow-write:10");
    const wireMs = (4108 * 10_000) / 115_200;
    expect(await bench.exchange(write4k(0x12000), wireMs + 79)).toBe("");
    await bench.clock.sleep(5);
    expect(bench.hear()).toBe(WRITTEN);
  });
});

describe("status register", () => {
  test("sr-trap: a write without change locks everything until power is off", async () => {
    const bench = await freshN("sr-trap");
    expect(await statusOf(bench)).toBe(0);
    await bench.exchange(writeSr(0));
    expect(await statusOf(bench)).toBe(0x7bfc);
    await bench.exchange(writeSr(0));
    expect(await statusOf(bench)).toBe(0x7bfc);
    bench.board.flash[0x12000] = 0;
    expect(await bench.exchange(ERASE)).toBe(ERASED);
    expect(bench.board.flash[0x12000]).toBe(0);
    bench.board.resetHold();
    bench.board.resetRelease();
    await bench.clock.sleep(10);
    await bench.exchange(LINK);
    expect(await statusOf(bench)).toBe(0x7bfc);
    bench.board.powerOff();
    await bench.link();
    expect(await statusOf(bench)).toBe(0);
  });

  test("sr-trap: who does not write it has an open flash", async () => {
    const bench = await freshN("sr-trap");
    bench.board.flash[0x12000] = 0;
    await bench.exchange(ERASE);
    expect(bench.board.flash[0x12000]).toBe(0xff);
  });

  test("sr-locked: shows SRP0, and stays protected", async () => {
    const bench = await freshN("sr-locked");
    expect(await statusOf(bench)).toBe(0x40fc);
    await bench.exchange(writeSr(0));
    expect(await statusOf(bench)).toBe(0x40fc);
    bench.board.flash[0x12000] = 0;
    expect(await bench.exchange(ERASE)).toBe(ERASED);
    expect(bench.board.flash[0x12000]).toBe(0);
  });

  test.each(["bk7231n", "bk7231t"] as const)(
    "wip-stuck: %s gives up after 1 s, and a CRC still works",
    async (chip) => {
      const bench = new Bench(chip, { faults: ["wip-stuck"] });
      await bench.link();
      bench.board.flash.fill(0, 0x12000, 0x12001);
      expect(await bench.exchange(ERASE, 990)).toBe("");
      await bench.clock.sleep(20);
      expect(bench.hear()).toBe("040eff01e0fcf407000f012000200100");
      expect(bench.board.flash[0x12000]).toBe(0);
      expect(await bench.exchange(askCrc(0x12000, 0x12fff))).not.toBe("");
      if (chip === "bk7231n") expect((await statusOf(bench)) & 1).toBe(1);
    },
  );
});

describe("stray", () => {
  const mark = (bench: Bench): void => {
    for (const address of [0x12000, 0x13000, 0x32000]) bench.board.flash[address] = 0;
  };
  const marks = (bench: Bench): readonly (number | undefined)[] =>
    [0x12000, 0x13000, 0x32000].map((address) => bench.board.flash[address]);

  test.each(["bk7231n", "bk7231t"] as const)(
    "%s: the second erase acts elsewhere and says so",
    async (chip) => {
      const bench = await linkedBoard(chip, "stray:2:0x1000");
      mark(bench);
      expect(await bench.exchange("01e0fcfff406000f2000200300")).not.toBe("");
      expect(await bench.exchange(ERASE)).toBe("040eff01e0fcf407000f002000300100");
      expect(marks(bench)).toEqual([0, 0xff, 0xff]);
      expect(await bench.exchange(ERASE)).toBe(ERASED);
      expect(marks(bench)).toEqual([0xff, 0xff, 0xff]);
    },
  );

  test.each(["bk7231n", "bk7231t"] as const)("%s: a whole sector goes astray", async (chip) => {
    const bench = await linkedBoard(chip, "stray:3");
    for (const erase of [ERASE, "01e0fcfff406000f2000200300"]) await bench.exchange(erase);
    expect(await bench.exchange(write4k(0x12000), 900)).toBe("040eff01e0fcf40600070000200300");
    expect(bench.board.flash.subarray(0x12000, 0x13000).every((byte) => byte === 0xff)).toBe(true);
    expect(bench.board.flash.subarray(0x32000, 0x33000).every((byte) => byte === 0)).toBe(true);
    expect(await bench.exchange(write4k(0x12000), 900)).toBe(WRITTEN);
  });

  test("once: not again after the next start", async () => {
    const bench = await linkedBoard("bk7231t", "stray:1:once");
    expect(await bench.exchange(ERASE)).not.toBe(ERASED);
    bench.board.powerOff();
    await bench.link();
    expect(await bench.exchange(ERASE)).toBe(ERASED);
  });

  test("reads, CRCs and link checks are neither counted nor led astray", async () => {
    const bench = await linkedBoard("bk7231t", "stray:1");
    bench.board.flash.fill(0x55, 0x12000, 0x13000);
    const read = await bench.exchange("01e0fcfff405000900200100", 900);
    expect(read.slice(22, 32)).toBe("0020010055");
    expect(await bench.exchange(LINK)).toBe(LINKED);
    expect(await bench.exchange(ERASE)).not.toBe(ERASED);
  });
});
