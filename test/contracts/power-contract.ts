import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { StepError } from "../../libs/failure/step-error.ts";
import type { PowerControl } from "../../libs/power/power-control.ts";

/** One kind of power with a way to see what the board behind it gets. */
export interface PowerBench {
  readonly power: PowerControl;
  /** Whether the board has power, as the world outside our code sees it. */
  isOn(): Promise<boolean>;
  /** Breaks the control; the jig file's word for it must then be in the failure. Absent: cannot break. */
  readonly breakIt?: () => Promise<void>;
  readonly controlName?: RegExp;
  tidyUp(): Promise<void>;
}

/** What every automatic `PowerControl` keeps. */
export const powerContract = (kind: string, setUp: () => Promise<PowerBench>): void => {
  describe(`power ${kind}`, () => {
    let bench: PowerBench;

    beforeEach(async () => {
      bench = await setUp();
    });
    afterEach(() => bench.tidyUp());

    test("opening it switches nothing on", async () => {
      expect(await bench.isOn()).toBe(false);
    });

    test("switches on and off, any number of times", async () => {
      const { power } = bench;
      await power.on();
      expect(await bench.isOn()).toBe(true);
      await power.on();
      expect(await bench.isOn()).toBe(true);
      await power.off();
      expect(await bench.isOn()).toBe(false);
      await power.off();
      await power.on();
      expect(await bench.isOn()).toBe(true);
    });

    test("makes safe whatever was before", async () => {
      await bench.power.makeSafe();
      expect(await bench.isOn()).toBe(false);
      await bench.power.on();
      await bench.power.makeSafe();
      expect(await bench.isOn()).toBe(false);
    });

    test("a broken control is the station's failure, with its name and a reason", async () => {
      if (bench.breakIt === undefined) return;
      await bench.breakIt();
      for (const act of [bench.power.on, bench.power.off, bench.power.makeSafe]) {
        const error = await act().then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(error).toBeInstanceOf(StepError);
        expect((error as StepError).failure).toMatchObject({
          code: "relay-failed",
          control: expect.stringMatching(bench.controlName ?? /./),
          reason: expect.stringMatching(/./),
        });
      }
    });
  });
};
