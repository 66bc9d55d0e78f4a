import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { GuardedClock } from "../../../apps/chaos/guarded-clock.ts";

const PATIENCE = { ms: 1000, timers: 100 };

/** So many turns of the event loop: a virtual timer takes one. */
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
};

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

test("nothing happens once time has stopped", async () => {
  const clock = new GuardedClock(PATIENCE);
  let happened = 0;
  clock.after(1, () => clock.stop());
  clock.after(2, () => {
    happened += 1;
  });
  await turns(20);
  clock.after(3, () => {
    happened += 1;
  });
  await turns(20);
  expect(happened).toBe(0);
});

test("time goes on for who has left", async () => {
  const clock = new GuardedClock(PATIENCE);
  clock.leave();
  await clock.sleep(5000);
  expect(clock.now()).toBe(5000);
});
