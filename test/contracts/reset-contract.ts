import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ResetControl } from "../../libs/power/power-control.ts";
import { type Breakage, expectBreakage } from "./breakage.ts";

/** One kind of reset with a way to see the chip's CEN. */
export interface ResetBench {
  readonly reset: ResetControl;
  /** Whether CEN is low, as the world outside our code sees it. */
  isHeld(): Promise<boolean>;
  /** How often CEN went low since `reset` was opened. */
  pulses(): Promise<number>;
  /** Absent: cannot break. */
  readonly breakage?: Breakage;
  /** Gives the control back, and the port it may live on. */
  leave(): Promise<void>;
  /** Puts away the world outside. */
  tidyUp?(): Promise<void>;
}

/** What every `ResetControl` keeps. */
export const resetContract = (kind: string, setUp: () => Promise<ResetBench>): void => {
  describe(`reset ${kind}`, () => {
    let bench: ResetBench;

    beforeEach(async () => {
      bench = await setUp();
    });
    afterEach(async () => {
      await bench.leave();
      await bench.tidyUp?.();
    });

    test("opening it holds nothing, and pulses nothing", async () => {
      expect(await bench.isHeld()).toBe(false);
      expect(await bench.pulses()).toBe(0);
    });

    test("holds and lets go, any number of times", async () => {
      const { reset } = bench;
      await reset.hold();
      expect(await bench.isHeld()).toBe(true);
      await reset.hold();
      expect(await bench.isHeld()).toBe(true);
      await reset.release();
      expect(await bench.isHeld()).toBe(false);
      await reset.release();
      expect(await bench.pulses()).toBe(1);
      await reset.hold();
      expect(await bench.isHeld()).toBe(true);
      expect(await bench.pulses()).toBe(2);
    });

    test("letting go what is not held pulses nothing", async () => {
      await bench.reset.release();
      expect(await bench.isHeld()).toBe(false);
      expect(await bench.pulses()).toBe(0);
    });

    test("left held, the end lets go; an end may come twice", async () => {
      await bench.reset.hold();
      await bench.leave();
      await bench.leave();
      expect(await bench.isHeld()).toBe(false);
    });

    test("a broken control is the station's failure, with its name and a reason", async () => {
      const { breakage, reset } = bench;
      if (breakage === undefined) return;
      await reset.hold();
      await breakage.breakIt();
      await expectBreakage(breakage, [reset.release, reset.hold]);
    });
  });
};
