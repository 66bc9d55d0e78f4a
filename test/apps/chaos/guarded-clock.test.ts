import { expect, test } from "vitest";
import { GuardedClock } from "../../../apps/chaos/guarded-clock.ts";

const PATIENCE = { ms: 1000, timers: 100 };

test("what waits for nothing is found to hang, at once", async () => {
  const { hang } = new GuardedClock(PATIENCE);
  expect(await hang).toContain("1 s of virtual time");
});

test("what turns in a circle is found to hang, and is stopped", async () => {
  const clock = new GuardedClock(PATIENCE);
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    clock.after(0, turn);
  };
  turn();
  expect(await clock.hang).toContain("timers");
  expect(turns).toBeLessThanOrEqual(PATIENCE.timers);
});

test("time goes on for who has left", async () => {
  const clock = new GuardedClock(PATIENCE);
  clock.leave();
  await clock.sleep(5000);
  expect(clock.now()).toBe(5000);
});
