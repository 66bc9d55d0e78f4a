import { expect, test } from "vitest";
import { OwnWorkers } from "../../../../apps/coordinator/line/own-workers.ts";
import type { ProcessEnd } from "../../../../libs/process/start-process.ts";
import { HandClock } from "../../../support/hand-clock.ts";

/** Workers of two shares whose deaths a test decides on. */
const openOwn = () => {
  const clock = new HandClock(0);
  const ends: ((end: ProcessEnd) => void)[] = [];
  const told: string[] = [];
  const own = new OwnWorkers([["F01"], ["F02", "F03"]], {
    clock,
    launch: (fixtures, share) => {
      const id = `W${ends.length}`;
      told.push(`start ${id} for ${fixtures} share ${share}`);
      const { promise: ended, resolve } = Promise.withResolvers<ProcessEnd>();
      ends.push(resolve);
      const stop = async (): Promise<ProcessEnd> => {
        resolve({ code: 0, signal: null });
        return await ended;
      };
      return { id, fixtures, process: { ended, lastWords: () => "out of memory", stop } };
    },
  });
  own.keep({
    onEnded: (worker) => told.push(`ended ${worker}`),
    onGivenUp: (fixtures, why) => told.push(`given up ${fixtures}: ${why}`),
  });
  const kill = async (worker: number): Promise<void> => {
    ends[worker]?.({ code: null, signal: "SIGKILL" });
    await new Promise(setImmediate);
  };
  return { own, clock, told, kill, take: () => told.splice(0) };
};

test("a worker that died is started again for the same fixtures, later each time, and given up when it goes on dying", async () => {
  const { own, clock, kill, take } = openOwn();
  expect(take()).toEqual(["start W0 for F01 share 0", "start W1 for F02,F03 share 1"]);
  let dying = 1;
  for (const pause of [500, 1000, 2000]) {
    await kill(dying);
    expect(take()).toEqual([`ended W${dying}`]);
    clock.advance(pause - 1);
    expect(take()).toEqual([]);
    clock.advance(1);
    dying = dying === 1 ? 2 : dying + 1;
    expect(take()).toEqual([`start W${dying} for F02,F03 share 1`]);
    expect(own.has(`W${dying}`)).toBe(true);
  }
  await kill(dying);
  clock.advance(60_000);
  const why = "its worker died 4 times in 5 minutes, with the last words: out of memory";
  expect(take()).toEqual([`ended W${dying}`, `given up F02,F03: ${why}`]);
});

test("deaths long ago do not count", async () => {
  const { clock, kill, take } = openOwn();
  take();
  for (let worker = 1; worker < 8; worker += 1) {
    await kill(worker);
    clock.advance(400_000);
  }
  expect(take().filter((line) => line.startsWith("given up"))).toEqual([]);
});

test("workers that are asked to stop are not started again", async () => {
  const { own, clock, kill, take } = openOwn();
  await kill(0);
  take();
  await own.stop(1000);
  clock.advance(60_000);
  expect(take()).toEqual(["ended W1"]);
});
