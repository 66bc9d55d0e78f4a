import { describe, expect, test } from "vitest";
import { Bench, ERASE, LINK, LINKED, linkedBoard, WRITTEN, write4k } from "./bench.ts";

const T_ERASES = [ERASE, "01e0fcfff406000f2000300100"];

const erased = async (...faults: string[]): Promise<Bench> => {
  const bench = await linkedBoard("bk7231t", ...faults);
  for (const erase of T_ERASES) await bench.exchange(erase);
  return bench;
};

const zerosIn = (bench: Bench, from: number, to: number): number =>
  bench.board.flash.subarray(from, to).filter((byte) => byte === 0).length;

const banners = (bench: Bench): number => bench.log.split("V:BK7231S_1.0.5").length - 1;

describe("brown-out", () => {
  test("half of the page is written, the chip starts again and can be linked", async () => {
    const bench = await erased("brown-out:5000");
    expect(await bench.exchange(write4k(0x12000), 800)).toBe(WRITTEN);
    // 4096 bytes are written, 904 are left: the fourth page would reach them.
    expect(await bench.exchange(write4k(0x13000), 370)).toBe("");
    expect(zerosIn(bench, 0x13000, 0x14000)).toBe(3 * 256 + 128);
    expect(zerosIn(bench, 0x13300, 0x13380)).toBe(128);
    expect(banners(bench)).toBe(2);
    expect(bench.log).toMatch(/ST:00000000[^V]*$/);
  });

  test("again after every start", async () => {
    const bench = await erased("brown-out:256");
    for (const starts of [2, 4]) {
      expect(await bench.exchange(write4k(0x12000), 800)).toBe("");
      expect(bench.log.split("ST:00000000").length - 1).toBe(starts);
      bench.board.powerOff();
      await bench.link();
      for (const erase of T_ERASES) await bench.exchange(erase);
    }
  });

  test("once: the supply recovers for good", async () => {
    const bench = await erased("brown-out:256:once");
    expect(await bench.exchange(write4k(0x12000), 800)).toBe("");
    bench.board.powerOff();
    await bench.link();
    for (const erase of T_ERASES) await bench.exchange(erase);
    expect(await bench.exchange(write4k(0x12000), 800)).toBe(WRITTEN);
    expect(await bench.exchange(write4k(0x13000), 800)).not.toBe("");
    expect(zerosIn(bench, 0x12000, 0x14000)).toBe(0x2000);
  });
});

test("reboots-at, once: a single time", async () => {
  const bench = await erased("reboots-at:4096:once");
  expect(await bench.exchange(write4k(0x12000), 800)).toBe("");
  bench.board.powerOff();
  await bench.link();
  for (const erase of T_ERASES) await bench.exchange(erase);
  expect(await bench.exchange(write4k(0x12000), 800)).toBe(WRITTEN);
});

describe("holds-charge", () => {
  test("a short time off restarts nothing", async () => {
    const bench = await linkedBoard("bk7231t", "holds-charge:800");
    bench.board.powerOff();
    expect(bench.board.powered).toBe(false);
    await bench.clock.sleep(500);
    expect(await bench.exchange(LINK, 100)).toBe(LINKED);
    bench.board.powerOn();
    expect(await bench.exchange(LINK, 1000)).toBe(LINKED);
    expect(banners(bench)).toBe(1);
  });

  test("a longer one does", async () => {
    const bench = await linkedBoard("bk7231t", "holds-charge:800");
    bench.board.powerOff();
    await bench.clock.sleep(900);
    expect(await bench.exchange(LINK, 100)).toBe("");
    await bench.link();
    expect(banners(bench)).toBe(2);
  });

  test("what is in work when the charge is gone stays half done", async () => {
    const bench = await linkedBoard("bk7231n", "holds-charge:25");
    bench.board.flash.fill(0, 0x12000, 0x13000);
    bench.board.receive(Buffer.from(ERASE, "hex"), 115_200);
    await bench.clock.sleep(1.2);
    bench.board.powerOff();
    await bench.clock.sleep(1000);
    const left = zerosIn(bench, 0x12000, 0x13000);
    expect(left).toBeGreaterThan(1800);
    expect(left).toBeLessThan(2300);
  });
});

describe("restarts-after", () => {
  test("so long after the link, each time", async () => {
    const bench = await linkedBoard("bk7231n", "restarts-after:3000");
    await bench.clock.sleep(2000);
    expect(await bench.exchange(LINK)).toBe(LINKED);
    await bench.clock.sleep(1500);
    expect(await bench.exchange(LINK)).toBe("");
    bench.board.powerOff();
    await bench.link();
    await bench.clock.sleep(4000);
    expect(await bench.exchange(LINK)).toBe("");
  });

  test("once: a single time", async () => {
    const bench = await linkedBoard("bk7231t", "restarts-after:3000:once");
    await bench.clock.sleep(4000);
    expect(banners(bench)).toBe(2);
    bench.board.powerOff();
    await bench.link();
    await bench.clock.sleep(4000);
    expect(await bench.exchange(LINK)).toBe(LINKED);
  });
});

test("reset-held: the chip never starts, also when CEN is let go", async () => {
  const bench = new Bench("bk7231t", { faults: ["reset-held"] });
  bench.board.powerOn();
  bench.board.resetHold();
  bench.board.resetRelease();
  await bench.clock.sleep(30);
  expect(await bench.exchange(LINK, 2000)).toBe("");
  expect(bench.log).toBe("");
});
