import { expect, test } from "vitest";
import { PreciseClock } from "../../../apps/simulator/precise-clock.ts";

test("timers fire in the order they are due, never early, and not once they are disposed of", async () => {
  using clock = new PreciseClock();
  const began = clock.now();
  const fired: string[] = [];
  const early: string[] = [];
  const { promise: all, resolve } = Promise.withResolvers<void>();
  const set = (name: string, ms: number, then?: () => void): Disposable =>
    clock.after(ms, () => {
      fired.push(name);
      if (clock.now() - began < ms) early.push(name);
      then?.();
    });
  set("last", 6.5, resolve);
  set("second", 2.25);
  const dropped = set("dropped", 3);
  set("third", 4.75, () => dropped[Symbol.dispose]());
  set("first", 0.5, () => dropped[Symbol.dispose]());
  await all;
  expect(fired).toEqual(["first", "second", "third", "last"]);
  expect(early).toEqual([]);
});

test("many timers, set from timers, all fire", async () => {
  using clock = new PreciseClock();
  let left = 500;
  await new Promise<void>((resolve) => {
    const again = (): void => {
      left -= 1;
      if (left === 0) resolve();
      else clock.after((left % 3) / 10, again);
    };
    again();
  });
  expect(left).toBe(0);
});

test("a sleep ends with the reason of its signal", async () => {
  using clock = new PreciseClock();
  const stop = new AbortController();
  const sleeping = clock.sleep(60_000, stop.signal);
  stop.abort(new Error("enough"));
  await expect(sleeping).rejects.toThrow("enough");
});
