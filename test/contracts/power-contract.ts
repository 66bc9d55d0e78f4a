import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NestControl } from "../../libs/fixture/nest-control.ts";
import type { PowerControl } from "../../libs/power/power-control.ts";
import { type Breakage, expectBreakage, failureOf } from "./breakage.ts";

/** One kind of power with a way to see what the board behind it gets. */
export interface PowerBench {
  /** Opens the control; again for the next process, when the last one has ended. */
  open(): Promise<PowerControl>;
  /** Whether the board has power, as the world outside our code sees it. */
  isOn(): Promise<boolean>;
  /** How often the board got power, as the world outside saw it. */
  powerUps(): Promise<number>;
  /** Leaves the board on as a process that is killed. Absent: the control falls off with its process. */
  leaveOn?(): Promise<void>;
  /** Absent: cannot break. */
  readonly breakage?: Breakage;
  /** Absent: cannot hang. */
  readonly hang?: Hang;
  tidyUp(): Promise<void>;
}

/** A way to make a control hang, and what must be told of it once its time is over. */
export interface Hang {
  hangIt(): Promise<void>;
  /** The same kind of another nest. */
  neighbour(): Promise<PowerControl>;
  /** What limits the wait passes. */
  pass(): void;
  readonly failure: Readonly<Record<string, unknown>>;
}

/** What every automatic `PowerControl` keeps. */
export const powerContract = (kind: string, setUp: () => Promise<PowerBench>): void => {
  describe(`power ${kind}`, () => {
    let bench: PowerBench;

    beforeEach(async () => {
      bench = await setUp();
    });
    afterEach(() => bench.tidyUp());

    test("opening it switches nothing on, not for a moment", async () => {
      const power = await bench.open();
      expect(power.means).toBe("cycle");
      expect(await bench.isOn()).toBe(false);
      expect(await bench.powerUps()).toBe(0);
    });

    test("switches on and off, any number of times, once each", async () => {
      const power = await bench.open();
      await power.on();
      expect(await bench.isOn()).toBe(true);
      await power.on();
      expect(await bench.isOn()).toBe(true);
      expect(await bench.powerUps()).toBe(1);
      await power.off();
      expect(await bench.isOn()).toBe(false);
      await power.off();
      await power.on();
      expect(await bench.isOn()).toBe(true);
      expect(await bench.powerUps()).toBe(2);
    });

    test("makes safe whatever was before", async () => {
      const power = await bench.open();
      await power.makeSafe();
      expect(await bench.isOn()).toBe(false);
      await power.on();
      await power.makeSafe();
      expect(await bench.isOn()).toBe(false);
      await power.makeSafe();
      expect(await bench.powerUps()).toBe(1);
    });

    test("makes safe what a dead process left on", async () => {
      if (bench.leaveOn === undefined) return;
      await bench.leaveOn();
      expect(await bench.isOn()).toBe(true);
      const power = await bench.open();
      await power.makeSafe();
      expect(await bench.isOn()).toBe(false);
    });

    test("the end leaves the board without power, and may come twice", async () => {
      const power = await bench.open();
      await power.on();
      await power[Symbol.asyncDispose]();
      await power[Symbol.asyncDispose]();
      expect(await bench.isOn()).toBe(false);
    });

    test("calls that come together take turns: the last one counts", async () => {
      const control = new NestControl(await bench.open(), undefined, 500);
      await Promise.all([control.start(), control.stop(), control.start(), control.leave()]);
      expect(await bench.isOn()).toBe(false);
      expect(await bench.powerUps()).toBe(2);
      await Promise.all([control.leave(), control.start()]);
      expect(await bench.isOn()).toBe(true);
    });

    test("a broken control is the station's failure, with its name and a reason", async () => {
      const { breakage } = bench;
      if (breakage === undefined) return;
      const power = await bench.open();
      await breakage.breakIt();
      await expectBreakage(breakage, [power.on, power.off, power.makeSafe]);
      await power[Symbol.asyncDispose]();
    });

    test("a failed switching on is followed by a switching off that works", async () => {
      const { breakage } = bench;
      if (breakage?.mendIt === undefined) return;
      const power = await bench.open();
      await breakage.breakIt();
      await expectBreakage(breakage, [power.on]);
      await breakage.mendIt();
      await power.off();
      expect(await bench.isOn()).toBe(false);
    });

    test("a control that hangs is given up after its time, and holds up no other nest's", async () => {
      const { hang } = bench;
      if (hang === undefined) return;
      const power = await bench.open();
      const neighbour = await hang.neighbour();
      await hang.hangIt();
      const hanging = failureOf(power.on());
      await neighbour.on();
      await neighbour.off();
      hang.pass();
      expect(await hanging).toMatchObject(hang.failure);
      expect(await failureOf(power.off())).toMatchObject({ code: expect.stringMatching(/./) });
    });
  });
};
