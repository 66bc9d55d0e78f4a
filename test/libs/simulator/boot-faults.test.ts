import { describe, expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { Bench, bootableFlash } from "./bench.ts";

/** What a board says in its first `ms`; it is off then, as one that starts over and over never ends. */
const bootLog = async (
  fault: string,
  { chip = "bk7231t", ms = 2000 }: { readonly chip?: ChipName; readonly ms?: number } = {},
): Promise<string> => {
  const bench = new Bench(chip, { faults: [fault], flash: bootableFlash() });
  bench.board.powerOn();
  await bench.clock.sleep(ms);
  bench.board.powerOff();
  return bench.log;
};

const count = (log: string, text: string): number => log.split(text).length - 1;

test("boot-silent: the bootloader jumps, and then nothing", async () => {
  const log = await bootLog("boot-silent", { ms: 30_000 });
  expect(log).toMatch(/J 0x10000\r\r\n$/);
  expect(count(log, "V:BK7231S_1.0.5")).toBe(1);
});

describe("boot-loop", () => {
  test("crashes before its line and starts again, for ever", async () => {
    const log = await bootLog("boot-loop", { ms: 3000 });
    expect(count(log, "J 0x10000")).toBeGreaterThan(5);
    expect(count(log, "ST:BEDEAD03")).toBeGreaterThan(5);
    expect(log).not.toContain("Flashline app");
  });

  test("that takes longer shows its line each time", async () => {
    const log = await bootLog("boot-loop:500", { ms: 5000 });
    expect(count(log, "J 0x10000")).toBeGreaterThan(3);
    expect(count(log, "Flashline app V:BK7231T_1.18.0")).toBeGreaterThan(3);
  });
});

test("app-crash: a dump, and it stands still", async () => {
  const log = await bootLog("app-crash:100", { ms: 30_000 });
  expect(count(log, "J 0x10000")).toBe(1);
  expect(log).toMatch(/Flashline app V:BK7231T_1\.18\.0\r\n.*abort/);
});

test("boots-other: tells another version", async () => {
  const log = await bootLog("boots-other:0.9:beta");
  expect(log).toContain("Flashline app V:BK7231T_0.9:beta\r\n");
});

test("LibreTiny's application says that it restarts for a host", async () => {
  const bench = new Bench("bk7231t", { flash: bootableFlash("25.05.28-bk7231t") });
  bench.board.powerOn();
  await bench.clock.sleep(1000);
  await bench.exchange("01e0fc0100", 100);
  expect(bench.log).toMatch(/Auto download mode: rebooting\r\n\r\r\nV:BK7231S_1\.0\.5/);
});

test.each(["bk7231n", "bk7231t"] as const)(
  "boot-loop: %s says all that its bootloader and its crash have to say, each time",
  async (chip) => {
    const log = await bootLog("boot-loop", { chip, ms: 3000 });
    const lives = log.split(/V:BK7231._/).slice(1, -1);
    expect(lives.length).toBeGreaterThan(3);
    for (const life of lives)
      expect(life).toMatch(/ST:[\s\S]*J 0x10000\s+prefetch abort\s[\s\S]*spsr/);
  },
);
