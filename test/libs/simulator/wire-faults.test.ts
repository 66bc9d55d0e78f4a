import { describe, expect, test } from "vitest";
import {
  askBaud,
  Bench,
  ERASE,
  ERASED,
  LINK,
  LINKED,
  linkedBoard,
  WRITTEN,
  write4k,
} from "./bench.ts";

const READ = "01e0fcfff405000900000200";
const SECTOR_ANSWER = 4111;

/** Bytes of an answer to a read of 4 KiB of FF, beyond its head. */
const readSector = async (bench: Bench): Promise<Buffer> =>
  Buffer.from(await bench.exchange(READ, 900), "hex");

test("deaf: the chip hears nothing, and boots", async () => {
  const bench = new Bench("bk7231t", { faults: ["deaf"] });
  bench.board.powerOn();
  await bench.clock.sleep(30);
  expect(await bench.exchange(LINK, 1000)).toBe("");
  expect(bench.log).toContain("J 0x10000");
});

test("mute: the host hears nothing, and the chip does what it is told", async () => {
  const bench = new Bench("bk7231t", { faults: ["mute"] });
  bench.board.flash.fill(0, 0x12000, 0x12010);
  bench.board.powerOn();
  await bench.clock.sleep(30);
  expect(await bench.exchange(LINK + ERASE, 1000)).toBe("");
  expect(bench.board.flash[0x12000]).toBe(0xff);
});

test("wrong-uart: the host reads the boot log, and the chip hears nothing", async () => {
  const bench = new Bench("bk7231t", { faults: ["wrong-uart"] });
  bench.board.powerOn();
  await bench.clock.sleep(30);
  const heard = Buffer.from(await bench.exchange(LINK, 1000), "hex").toString("latin1");
  expect(heard).toContain("J 0x10000");
  expect(heard).not.toContain(Buffer.from(LINKED, "hex").toString("latin1"));
});

test("drops: bytes are missing, both ways", async () => {
  const bench = await linkedBoard("bk7231n", "drops:0.01");
  const lost = SECTOR_ANSWER - (await readSector(bench)).length;
  expect(lost).toBeGreaterThan(10);
  expect(lost).toBeLessThan(100);
  await bench.exchange(ERASE);
  expect(await bench.exchange(write4k(0x12000), 900)).toBe("");
});

test("doubles: bytes come twice", async () => {
  const bench = await linkedBoard("bk7231n", "doubles:0.01");
  bench.board.flash.set(
    Array.from({ length: 4096 }, (_, at) => at & 0xff),
    0x20000,
  );
  const answer = (await readSector(bench)).subarray(20);
  const twice = [...answer].filter((byte, at) => byte === answer[at - 1]).length;
  expect(twice).toBeGreaterThan(10);
  expect(answer.length - twice).toBe(SECTOR_ANSWER - 20);
});

describe("loose", () => {
  test("stretches of an answer are missing", async () => {
    const bench = await linkedBoard("bk7231n", "loose:100");
    bench.board.flash.set(
      Array.from({ length: 4096 }, (_, at) => at & 0xff),
      0x20000,
    );
    const data = (await readSector(bench)).subarray(15);
    const gaps = [...data].filter(
      (byte, at) => at > 0 && byte !== (((data[at - 1] ?? 0) + 1) & 0xff),
    );
    expect(data.length).toBeLessThan(4096);
    expect(gaps.length).toBeGreaterThan(0);
    expect(gaps.length).toBeLessThan(20);
  });

  test("what arrives of a request arrives when it would have", async () => {
    const bench = await linkedBoard("bk7231n", "loose:1000");
    for (let sent = 0; sent < 50; sent += 1) {
      bench.hear();
      const from = bench.clock.now();
      bench.board.receive(Buffer.from(LINK, "hex"), 115_200);
      await bench.clock.sleep(20);
      const [answer] = bench.sent;
      if (answer?.bytes.length === 8) expect(answer.at - from).toBeCloseTo(1.13, 1);
    }
  });
});

describe("chatter", () => {
  test("holds T's window until it crashes", async () => {
    const bench = new Bench("bk7231t", { faults: ["chatter:100"] });
    bench.board.powerOn();
    await bench.clock.sleep(3000);
    expect(bench.log).toContain("ST:BEDEAD03");
    bench.board.powerOff();
  });

  test("the host hears it, and answers are spoilt now and then", async () => {
    const bench = new Bench("bk7231n", { faults: ["chatter:30"] });
    bench.board.powerOn();
    await bench.clock.sleep(100);
    expect(bench.hear().length).toBeGreaterThan(0);
    const answers: string[] = [];
    for (let sent = 0; sent < 100; sent += 1) answers.push(await bench.exchange(LINK, 20));
    const whole = answers.filter((answer) => answer === LINKED).length;
    expect(whole).toBeGreaterThan(10);
    expect(whole).toBeLessThan(90);
    bench.board.powerOff();
  });

  test("spoils a sector on its way", async () => {
    const bench = await linkedBoard("bk7231n", "chatter:150");
    const answer = await bench.exchange(write4k(0x12000, new Uint8Array(4096).fill(0xff)), 800);
    expect(answer).not.toBe(WRITTEN);
    bench.board.powerOff();
  });

  test("is over with the power", async () => {
    const bench = new Bench("bk7231n", { faults: ["chatter:10"] });
    bench.board.powerOn();
    await bench.clock.sleep(100);
    bench.board.powerOff();
    bench.hear();
    await bench.clock.sleep(1000);
    expect(bench.hear()).toBe("");
  });
});

test("deaf-above: garbage above the rate, both ways; sound up to it", async () => {
  const bench = await linkedBoard("bk7231n", "deaf-above:460800");
  await bench.exchange(askBaud(921_600, 5), 50);
  bench.baud = 921_600;
  expect(await bench.exchange(LINK, 20)).not.toContain(LINKED);
  bench.board.powerOff();
  bench.baud = 115_200;
  await bench.link();
  await bench.exchange(askBaud(460_800, 5), 0);
  await bench.clock.sleep(50);
  expect(bench.hear()).toContain("040e0901e0fc0f0008070005");
  bench.baud = 460_800;
  expect(await bench.exchange(LINK, 20)).toBe(LINKED);
});

test("a board without any of it erases", async () => {
  const bench = await linkedBoard("bk7231n");
  expect(await bench.exchange(ERASE)).toBe(ERASED);
});
