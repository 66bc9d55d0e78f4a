import { describe, expect, test } from "vitest";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import { askBaud, Bench, ERASE, LINK, LINKED, write4k } from "./bench.ts";

const CHIPS = ["bk7231n", "bk7231t", "bk7231u", "bk7238", "bk7252", "bk7252n"] as const;
type ChipName = (typeof CHIPS)[number];

const board = (chip: ChipName = "bk7231n"): Bench => {
  const flash = buildFactoryFlash({ chip, seed: 1, mac: "c8478c010203" });
  const bench = new Bench(chip, { resets: "itself", flash });
  bench.board.powerOn();
  return bench;
};

/** Sends link checks every 5 ms, as public tools do; how long until one was answered, in ms. */
const spam = async (bench: Bench, limitMs = 3000): Promise<number> => {
  const from = bench.clock.now();
  let heard = "";
  while (!heard.includes(LINKED) && bench.clock.now() - from < limitMs)
    heard += await bench.exchange(LINK, 5);
  return bench.clock.now() - from;
};

describe("a board that nobody can switch off", () => {
  test.each(CHIPS)("%s is linked within 1.5 s while its application runs", async (chip) => {
    const bench = board(chip);
    await bench.clock.sleep(5000);
    expect(await spam(bench)).toBeLessThan(1500);
  });

  test.each(CHIPS)(
    "%s is linked within 1.5 s after a program that left it at 921600",
    async (chip) => {
      for (const pauseMs of [0, 300, 1000, 5000]) {
        const bench = board(chip);
        await spam(bench);
        await bench.exchange(askBaud(921_600, 5), 100);
        bench.baud = 921_600;
        expect(await bench.exchange(LINK, 20)).toContain(LINKED);
        bench.baud = 115_200;
        await bench.clock.sleep(pauseMs);
        expect(await spam(bench)).toBeLessThan(1500);
      }
    },
  );

  test.each(CHIPS)(
    "%s is linked within 1.5 s after one that stopped in mid-write",
    async (chip) => {
      const bench = board(chip);
      await spam(bench);
      await bench.exchange(write4k(0x12000).subarray(0, 2000), 500);
      expect(await spam(bench)).toBeLessThan(1500);
    },
  );
});

describe("a host that is understood is left alone", () => {
  test("also when it pauses for long", async () => {
    const bench = board();
    await spam(bench);
    await bench.clock.sleep(60_000);
    expect(await bench.exchange(LINK)).toBe(LINKED);
  });

  test("also when it sends many sectors in one go, and while the chip is at work", async () => {
    const bench = board("bk7231t");
    await spam(bench);
    await bench.exchange(ERASE);
    const erases = Buffer.from("01e0fcfff406000fd800000200".repeat(12), "hex");
    bench.board.receive(erases, 115_200);
    for (let waited = 0; waited < 4000; waited += 500) {
      await bench.clock.sleep(500);
      bench.board.receive(Buffer.from(LINK, "hex"), 115_200);
    }
    await bench.clock.sleep(500);
    expect(bench.hear().split("040eff01e0fcf407000f00d8").length - 1).toBe(12);
    expect(bench.log.split("V:BK7231S").length - 1).toBe(1);
  });
});

test("a board that is reset from outside does nothing of the kind", async () => {
  const bench = new Bench("bk7231n");
  bench.board.powerOn();
  await bench.clock.sleep(1000);
  expect(await spam(bench)).toBeGreaterThanOrEqual(3000);
});
