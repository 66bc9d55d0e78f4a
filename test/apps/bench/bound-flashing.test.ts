import { expect, test } from "vitest";
import { boundFlashing, type FlashLimits } from "../../../apps/bench/bound-flashing.ts";
import { timeRuns } from "../../../apps/bench/time-runs.ts";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import type { FlashPlan } from "../../../libs/firmware/flash-plan.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import { TYPICAL_FLASH_TIMING } from "../../../libs/simulator/flash-timing.ts";
import { planOf, startRun } from "../../support/memory-bench.ts";

/** A block and a sector to erase, two sectors of them to write, in one region. */
const smallPlan = (chip: ChipName): FlashPlan => {
  const bytes = new Uint8Array(0x11000).fill(0xff);
  bytes[0] = 1;
  bytes[0x10fff] = 1;
  return { chip, regions: [{ start: 0x20000, bytes }], patches: [] };
};

/** At this rate a byte takes 10 us. */
const limitsOf = (chip: ChipName, adapterLatencyMs: number): FlashLimits => ({
  plan: smallPlan(chip),
  chip: CHIPS[chip],
  baud: 1_000_000,
  timing: TYPICAL_FLASH_TIMING,
  adapterLatencyMs,
});

test("a ROM does one thing after the other, and each reply is waited for", () => {
  const bound = boundFlashing(limitsOf("bk7231n", 1));
  // Request of 13 bytes, erase, and 1 ms in which the adapter has all of the reply; a block and a sector.
  expect(bound.erase).toBeCloseTo(0.13 + 300 + 1 + (0.13 + 50 + 1));
  // Request of 4108 bytes, 16 pages, and the adapter; two sectors.
  expect(bound.write).toBeCloseTo(2 * (41.08 + 8 + 1));
  // Request of 13 bytes, 68 KiB, and the adapter; the same for 4 KiB of calibration.
  expect(bound.verify).toBeCloseTo(0.13 + 68 + 1 + (0.13 + 4 + 1));
});

test("a bootloader in flash queues erases and programs while bytes arrive", () => {
  const bound = boundFlashing(limitsOf("bk7231t", 0));
  // Its protection is opened with the first erase; only the first request and the last reply show.
  expect(bound.erase).toBeCloseTo(0.13 + 5 + 300 + 50 + 0.16);
  // Only the last page is programmed after the last byte.
  expect(bound.write).toBeCloseTo(2 * (41.08 + 0.5 + 0.15));
  // Plan, calibration and bootloader: each CRC waits for the 5 ms of protecting that the last one began.
  expect(bound.verify).toBeCloseTo(0.13 + 68 + 5 + 4 + 5 + 68 + 0.11);
});

test("a flash slower than the wire is what counts", () => {
  const timing = { ...TYPICAL_FLASH_TIMING, pageProgramMs: 3 };
  const bound = boundFlashing({ ...limitsOf("bk7231t", 0), timing });
  // Twelve bytes of header and the first page arrive, then 16 pages of 3 ms each.
  expect(bound.write).toBeCloseTo(2 * (2.68 + 48 + 0.15));
});

test.each(["bk7231n", "bk7231t"] as const)(
  "a station that takes no time of its own flashes a %s in just the bound",
  async (chip) => {
    const plan = planOf(chip);
    const baud = 921600;
    const end = await startRun(chip, { order: { plan, baud } }).end;
    const { erase, write, verify } = boundFlashing({ ...limitsOf(chip, 0), plan, baud });
    const times = timeRuns(chip, [end as RunRecord]);
    // Records round to milliseconds; the chip answers at 928571 baud, the nearest its divider has.
    expect(Math.abs((times?.flashing?.mean ?? 0) - (erase + write + verify))).toBeLessThan(10);
    for (const [step, bound] of Object.entries({ erase, write, verify })) {
      expect(Math.abs((times?.steps[step as "erase"] ?? 0) - bound)).toBeLessThan(10);
    }
  },
);
