import { expect, test } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { openSerialLink } from "../../../libs/link/open-serial-link.ts";
import { openPty } from "../link/open-pty.ts";

test("what came while the process was held up is heard before a patience that ran out meanwhile ends", async () => {
  using pty = openPty();
  await using link = await openSerialLink(pty.path, { baudRate: 115_200 });
  const order: string[] = [];
  const over = Promise.withResolvers<void>();
  using _listening = link.onBytes(() => order.push("heard"));
  using _patience = systemClock.after(50, () => {
    order.push("given up");
    over.resolve();
  });
  pty.send(Uint8Array.of(1));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  await over.promise;
  expect(order).toEqual(["heard", "given up"]);
});

test("a patience that was on time, or was called off while it was held up, is as it was", async () => {
  const order: string[] = [];
  const called = systemClock.after(20, () => order.push("called off"));
  const hold = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  hold(300);
  // The held-up timer has come, and waits once more.
  await new Promise((resolve) => setTimeout(resolve, 5));
  called[Symbol.dispose]();
  await new Promise<void>((resolve) => systemClock.after(300, () => resolve()));
  expect(order).toEqual([]);
});
