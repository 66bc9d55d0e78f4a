import { expect, test } from "vitest";
import { judgeGrowth } from "../../../apps/bench/judge-growth.ts";
import { loadIn } from "../../../libs/dispatch/redis-load.ts";

const samples = (valueAt: (index: number) => number) =>
  Array.from({ length: 60 }, (_, index) => ({ at: index * 100, value: valueAt(index) }));

test("a figure that rises beyond its warm-up grows; one that warms up, falls or only jitters does not", () => {
  const jitter = (index: number): number => ((index * 7919) % 13) / 4;
  const rising = judgeGrowth(
    samples((index) => 50 + index * 0.1 + jitter(index)),
    0.5,
  );
  expect(rising.grows).toBe(true);
  expect(rising.slope).toBeCloseTo(1, 0);
  const flats = [
    samples((index) => 50 + Math.min(index, 15) + jitter(index)),
    samples((index) => 90 - index * 0.1),
    samples((index) => (index === 59 ? 500 : 50)),
  ];
  expect(flats.map((flat) => judgeGrowth(flat, 0.5).grows)).toEqual([false, false, false]);
  const jumping = judgeGrowth(
    samples((index) => 100 + ((index * 31) % 59)),
    0.5,
  );
  expect(jumping.slope).toBeGreaterThan(0.5);
  expect(jumping.grows).toBe(false);
  expect(judgeGrowth([], 1)).toEqual({ first: 0, last: 0, most: 0, slope: 0, grows: false });
});

test("what Redis carries is read from its INFO, all databases together", () => {
  const info =
    "used_memory:2048\r\nconnected_clients:7\r\nused_cpu_sys:0.5\r\nused_cpu_user:1.25\r\n";
  const keys = "total_commands_processed:90\r\ndb0:keys=30,expires=2\r\ndb3:keys=4,expires=0\r\n";
  expect(loadIn(`${info}${keys}`)).toEqual({
    ...{ keys: 34, usedBytes: 2048, clients: 7, cpuSeconds: 1.75, commands: 90 },
  });
  expect(loadIn("")).toMatchObject({ keys: 0, usedBytes: 0 });
});
