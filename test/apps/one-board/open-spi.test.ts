import { expect, test } from "vitest";
import { type SpiParts, spiWayOf } from "../../../apps/one-board/unbrick/open-spi.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import type { SpiConfig } from "../../../libs/jig/jig.ts";

const partsOf = (spi: SpiConfig, moves: string[] = []): SpiParts => ({
  wired: { id: "F01", spi, power: { kind: "manual" } },
  chip: CHIPS.bk7231t,
  clock: {
    now: () => systemClock.now(),
    date: () => systemClock.date(),
    after: (ms, action) => systemClock.after(ms, action),
    sleep: async (ms) => void moves.push(`wait ${ms}`),
  },
  control: {
    ...{ means: "cycle", offMs: 500 },
    stop: async () => void moves.push("stop"),
    awaitTurn: async () => undefined,
    start: async () => void moves.push("start"),
    settled: () => void moves.push("settled"),
  },
});

test.each([
  [
    { device: "/dev/spidev0.1", speedHz: 50_000 },
    "linux_spi:dev=/dev/spidev0.1,spispeed=50",
    50_000,
  ],
  [{ programmer: "serprog:ip=h:1,spispeed=2M" }, "serprog:ip=h:1,spispeed=2M", 2_000_000],
  [{ programmer: "ch341a_spi", enter: ["true"] }, "ch341a_spi", null],
])("%j is flashrom's %s", (spi, programmer, bitsPerSecond) => {
  expect(spiWayOf(partsOf(spi))).toMatchObject({ programmer, bitsPerSecond });
});

test("a program that enters SPI mode is under way when the chip is let go, after it was stopped", async () => {
  const moves: string[] = [];
  const way = spiWayOf(partsOf({ programmer: "ch341a_spi", enter: ["true"] }, moves));
  expect(await way.enter(new AbortController().signal)).toEqual({ flashId: null });
  expect(moves).toEqual(["stop", "wait 1000", "wait 300", "start", "settled"]);
});

test("one that fails is told by name, once the board was started: nothing starts it later", async () => {
  const moves: string[] = [];
  const way = spiWayOf(partsOf({ programmer: "ch341a_spi", enter: ["false"] }, moves));
  await expect(way.enter(new AbortController().signal)).rejects.toMatchObject({
    failure: { code: "spi-failed", bus: "false", reason: expect.stringContaining("exit code 1") },
  });
  expect(moves).toEqual(["stop", "wait 1000", "wait 300", "start"]);
});
