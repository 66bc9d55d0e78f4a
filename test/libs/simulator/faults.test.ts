import { describe, expect, test } from "vitest";
import { Bench, ERASE, ERASED, LINK, LINKED, linkedBoard, write4k } from "./bench.ts";

test("silent: nothing on either UART", async () => {
  for (const chip of ["bk7231n", "bk7231t"] as const) {
    const bench = new Bench(chip, { faults: ["silent"] });
    bench.board.powerOn();
    await bench.clock.sleep(30);
    expect(await bench.exchange(LINK, 2000)).toBe("");
    expect(bench.log).toBe("");
  }
});

describe("dies-at and reboots-at", () => {
  test.each(["bk7231n", "bk7231t"] as const)("%s dies in the middle of a sector", async (chip) => {
    const bench = await linkedBoard(chip, "dies-at:5000");
    await bench.exchange(ERASE);
    await bench.exchange("01e0fcfff406000f2000300100");
    expect(await bench.exchange(write4k(0x12000), 800)).not.toBe("");
    expect(await bench.exchange(write4k(0x13000), 800)).toBe("");
    const zeros = bench.board.flash.subarray(0x12000, 0x14000).filter((byte) => byte === 0).length;
    expect(zeros).toBe(5000);
    expect(await bench.exchange(LINK, 5000)).toBe("");
  });

  test("a dead board comes back with the next power-on", async () => {
    const bench = await linkedBoard("bk7231t", "dies-at:4096");
    await bench.exchange(ERASE);
    expect(await bench.exchange(write4k(0x12000), 800)).toBe("");
    bench.board.powerOff();
    await bench.link();
    expect(await bench.exchange(LINK)).toBe(LINKED);
  });

  test("a board that reboots shows a banner in mid-write", async () => {
    const bench = await linkedBoard("bk7231t", "reboots-at:4000");
    await bench.exchange(ERASE);
    const before = bench.log.length;
    expect(await bench.exchange(write4k(0x12000), 800)).toBe("");
    expect(bench.log.slice(before)).toContain("V:BK7231S_1.0.5");
    expect(bench.log.slice(before)).toContain("ST:00000000");
  });
});

test("flips: some bytes arrive with one bit turned over, both ways", async () => {
  const bench = await linkedBoard("bk7231n", "flips:0.01");
  const sector = Buffer.from(await bench.exchange("01e0fcfff405000900000200", 900), "hex");
  const wrong = [...sector.subarray(15)].filter((byte) => byte !== 0xff);
  expect(wrong.length).toBeGreaterThan(10);
  expect(wrong.length).toBeLessThan(100);
  const bits = wrong.map((byte) => (byte ^ 0xff).toString(2).replaceAll("0", "").length);
  expect(new Set(bits)).toEqual(new Set([1]));
  let answered = 0;
  for (let sent = 0; sent < 300; sent += 1)
    if ((await bench.exchange(LINK, 2)) !== "") answered += 1;
  expect(answered).toBeLessThan(300);
});

test("stuck: bits that stay 0 after an erase", async () => {
  const bench = await linkedBoard("bk7231n", "stuck:0x12345:0x81");
  await bench.exchange(ERASE);
  expect(bench.board.flash[0x12345]).toBe(0x7e);
  expect(bench.board.flash[0x12344]).toBe(0xff);
});

test.each(["bk7231n", "bk7231t"] as const)(
  "protected: %s accepts everything and changes nothing",
  async (chip) => {
    const bench = await linkedBoard(chip, "protected");
    const before = bench.board.flash.slice();
    bench.board.flash.fill(0x11, 0x12000, 0x12010);
    before.fill(0x11, 0x12000, 0x12010);
    expect(await bench.exchange(ERASE)).toBe(ERASED);
    expect(await bench.exchange(write4k(0x12000), 800)).toBe("040eff01e0fcf40600070000200100");
    expect(Buffer.compare(bench.board.flash, before)).toBe(0);
  },
);

describe("wrong-chip", () => {
  test("N reads another id", async () => {
    const bench = await linkedBoard("bk7231n", "wrong-chip:0x7238");
    expect(await bench.exchange("01e0fc050300008000")).toBe("040e0c01e0fc030000800038720000");
  });

  test("T has another fingerprint, and does not know the version command", async () => {
    const bench = await linkedBoard("bk7231t", "wrong-chip:0x2739019f");
    const answer = Buffer.from(await bench.exchange("01e0fc091000000000ff000000"), "hex");
    expect(answer.readUInt32LE(7)).toBe(0xd8c6fe60);
    expect(await bench.exchange("01e0fc0111")).toBe("");
  });
});

describe("answers that suffer", () => {
  test("drops-reply: the second is never sent, link checks are not counted", async () => {
    const bench = await linkedBoard("bk7231t", "drops-reply:2");
    const VERSION = "01e0fc0111";
    expect(await bench.exchange(VERSION)).not.toBe("");
    expect(await bench.exchange(LINK)).toBe(LINKED);
    expect(await bench.exchange(VERSION)).toBe("");
    expect(await bench.exchange(VERSION)).not.toBe("");
  });

  test("truncates-reply: half of the first", async () => {
    const bench = await linkedBoard("bk7231t", "truncates-reply:1");
    expect(await bench.exchange("01e0fc0111")).toBe("040e1401e0fc11424b373233");
  });

  test("wrong-crc: every answer at or above the app is wrong, below it is right", async () => {
    const [BOOT, APP] = ["01e0fc091000000000ff000000", "01e0fc091000100100ff1f0100"];
    const good = await linkedBoard("bk7231t");
    const [boot, app] = [await good.exchange(BOOT), await good.exchange(APP)];
    const bench = await linkedBoard("bk7231t", "wrong-crc");
    expect(await bench.exchange(BOOT)).toBe(boot);
    for (let asked = 0; asked < 3; asked += 1) expect(await bench.exchange(APP)).not.toBe(app);
  });

  test("wrong-crc:2: only the second", async () => {
    const APP = "01e0fc091000100100ff1f0100";
    const app = await (await linkedBoard("bk7231n")).exchange(APP);
    const bench = await linkedBoard("bk7231n", "wrong-crc:2");
    const lies: boolean[] = [];
    for (let asked = 0; asked < 3; asked += 1) lies.push((await bench.exchange(APP)) !== app);
    expect(lies).toEqual([false, true, false]);
  });

  test("noise: random bytes in front of each answer", async () => {
    const bench = new Bench("bk7231n", { faults: ["noise:16"] });
    bench.board.powerOn();
    await bench.clock.sleep(30);
    const answer = await bench.exchange(LINK);
    expect(answer).toHaveLength(2 * 16 + LINKED.length);
    expect(answer.endsWith(LINKED)).toBe(true);
  });
});

test("slow-erase: three times as long", async () => {
  const bench = await linkedBoard("bk7231n", "slow-erase:3");
  expect(await bench.exchange(ERASE, 145)).toBe("");
  await bench.clock.sleep(20);
  expect(bench.hear()).toBe(ERASED);
});

test("no-boot-line: UART2 stays silent, the board works", async () => {
  const bench = await linkedBoard("bk7231t", "no-boot-line");
  await bench.exchange("01e0fc020ea5", 2000);
  expect(bench.log).toBe("");
});
