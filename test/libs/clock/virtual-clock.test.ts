import { expect, test } from "vitest";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";

test("an hour passes as soon as there is nothing else to do, in order", async () => {
  const clock = new VirtualClock();
  const order: string[] = [];
  clock.after(3_600_000, () => order.push("hour"));
  clock.after(1, () => order.push("soon"));
  await clock.sleep(3_600_000);
  expect(order).toEqual(["soon", "hour"]);
  expect(clock.now()).toBe(3_600_000);
});

test("a disposed timer never fires, an aborted sleep rejects with the reason", async () => {
  const clock = new VirtualClock();
  clock.after(5, () => expect.unreachable())[Symbol.dispose]();
  const stop = new AbortController();
  const sleep = clock.sleep(1000, stop.signal);
  stop.abort("enough");
  await expect(sleep).rejects.toBe("enough");
  await clock.sleep(10);
});
