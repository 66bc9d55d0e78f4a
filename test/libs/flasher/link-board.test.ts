import { describe, expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { nextLowerBaud, SAFE_RATES } from "../../../libs/flasher/baud-steps.ts";
import { answersNow } from "../../../libs/flasher/link-check.ts";
import { LinkBench } from "./link-bench.ts";

const CHIP_NAMES: readonly ChipName[] = ["bk7231n", "bk7231t"];
const RATES = [115200, 230400, 460800, 921600, 1000000, 1500000, 2000000];
const SET_BAUD = 0x0f;

/** A wire on which the first `count` set-baud requests never arrive. */
const losingSetBaud = (bench: () => LinkBench, count: number) => {
  let left = count;
  return (bytes: Uint8Array, baud: number): void => {
    if (bytes[4] === SET_BAUD && left > 0) left -= 1;
    else bench().board.receive(bytes, baud);
  };
};

/** An adapter that says yes to every rate and does none above `fastest`. */
const pretendingAdapter = (bench: () => LinkBench, fastest: number) => {
  return (bytes: Uint8Array, baud: number): void =>
    bench().board.receive(bytes, baud > fastest ? baud * 0.9 : baud);
};

describe.each(CHIP_NAMES)("a %s", (chip) => {
  describe.each([0, 1, 16])("behind an adapter with a latency of %i ms", (latencyMs) => {
    test.each(RATES)("is linked at %i baud within half a second of its answer", async (baud) => {
      using bench = new LinkBench(chip, { adapter: { latencyMs } });
      expect(await bench.reach(baud)).toEqual({ attempts: 1, baud, failed: [] });
      expect(bench.clock.now() - (bench.answeredAt ?? 0)).toBeLessThan(500);
      expect(bench.link.baudRate).toBe(baud);
      expect(await answersNow(bench.line)).toBe(true);
    });
  });

  test.each(["drops-reply", "truncates-reply"])(
    "whose first answers are spoilt (%s) is linked without another power cycle",
    async (fault) => {
      for (const nth of [1, 2]) {
        using bench = new LinkBench(chip, { faults: [`${fault}:${nth}`] });
        expect(await bench.reach()).toEqual({ attempts: 1, baud: 921600, failed: [] });
        expect(bench.edges.map(({ to }) => to)).toEqual(["off", "on"]);
        expect(bench.clock.now() - (bench.answeredAt ?? 0)).toBeLessThan(500);
      }
    },
  );

  test.each([1, 2])("that misses the rate change %i times is asked again", async (count) => {
    using bench: LinkBench = new LinkBench(chip, { send: losingSetBaud(() => bench, count) });
    expect(await bench.reach()).toEqual({ attempts: 1, baud: 921600, failed: [] });
    expect(bench.edges).toHaveLength(2);
  });

  test("that never changes its rate is flashed at the first, without another power cycle", async () => {
    using bench: LinkBench = new LinkBench(chip, { send: losingSetBaud(() => bench, 1000) });
    expect(await bench.reach()).toEqual({
      attempts: 1,
      baud: 115200,
      failed: [921600, 460800, 230400].map((baud) => ({ baud, by: "board" })),
    });
    expect(bench.edges).toHaveLength(2);
    expect(bench.notes).toEqual([
      "The board did not change to 921600 baud",
      "The board did not change to 460800 baud",
      "The board did not change to 230400 baud",
    ]);
    expect(bench.recoveries).toEqual(["rate-lowered", "rate-lowered", "rate-lowered"]);
  });

  test("behind an adapter that refuses rates falls back before it is powered", async () => {
    using bench = new LinkBench(chip, { adapter: { fastestBaud: 500_000 } });
    const failed = [2000000, 1000000, 921600].map((baud) => ({ baud, by: "port" }));
    expect(await bench.reach(2000000)).toEqual({ attempts: 1, baud: 460800, failed });
    expect(bench.edges).toHaveLength(2);
    expect(bench.clock.now() - (bench.answeredAt ?? 0)).toBeLessThan(500);
    expect(bench.notes[0]).toBe("The adapter has no 2000000 baud");
  });

  test("behind an adapter that only claims a rate is restarted and linked at a lower one", async () => {
    using bench: LinkBench = new LinkBench(chip, { send: pretendingAdapter(() => bench, 500_000) });
    expect(await bench.reach()).toEqual({
      attempts: 2,
      baud: 460800,
      failed: [{ baud: 921600, by: "board" }],
    });
    expect(bench.edges.map(({ to }) => to)).toEqual(["off", "on", "off", "on"]);
    expect(bench.notes).toEqual([expect.stringContaining("did not answer at 921600 baud")]);
  });

  test("is linked at a rate below the recipe's when asked to", async () => {
    using bench = new LinkBench(chip);
    await bench.reach();
    expect(await bench.reach(nextLowerBaud(921600))).toMatchObject({ baud: 460800 });
    expect(await answersNow(bench.line)).toBe(true);
  });

  test("stays linked while the host is busy elsewhere for a minute", async () => {
    using bench = new LinkBench(chip);
    await bench.reach();
    await bench.clock.sleep(60_000);
    expect(await answersNow(bench.line)).toBe(true);
  });
});

test("a T that nobody keeps awake leaves download mode: the minute above proves something", async () => {
  using bench = new LinkBench("bk7231t");
  await bench.reach();
  bench.line.keepAlive(undefined);
  await bench.clock.sleep(60_000);
  expect(await answersNow(bench.line)).toBe(false);
});

test("steps down skip what a chip's divider misses", () => {
  expect(SAFE_RATES).toEqual([2000000, 1000000, 921600, 460800, 230400, 115200]);
  expect(nextLowerBaud(1500000)).toBe(1000000);
  expect(nextLowerBaud(115200)).toBeUndefined();
});
