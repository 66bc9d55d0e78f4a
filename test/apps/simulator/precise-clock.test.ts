import { expect, test } from "vitest";
import { PreciseClock } from "../../../apps/simulator/precise-clock.ts";

test("timers fire in the order they are due, never early, and not once they are disposed of", async () => {
  using clock = new PreciseClock();
  const wanted: { readonly name: string; readonly due: number }[] = [];
  const fired: string[] = [];
  const early: string[] = [];
  const set = (name: string, ms: number, then?: () => void): Disposable => {
    // A busy machine may take its time between two of these lines: what counts is when each is due.
    const due = clock.now() + ms;
    wanted.push({ name, due });
    return clock.after(ms, () => {
      fired.push(name);
      if (clock.now() < due) early.push(name);
      then?.();
    });
  };
  const { promise: all, resolve } = Promise.withResolvers<void>();
  set("last", 130.5, resolve);
  set("second", 40.25);
  const dropped = clock.after(60, () => fired.push("dropped"));
  set("third", 90.75, () => dropped[Symbol.dispose]());
  set("first", 0.5, () => dropped[Symbol.dispose]());
  await all;
  const inOrder = wanted.toSorted((a, b) => a.due - b.due).map(({ name }) => name);
  expect(fired).toEqual(inOrder.slice(0, fired.length));
  expect(fired).toContain("last");
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
