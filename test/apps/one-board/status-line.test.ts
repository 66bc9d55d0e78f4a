import { expect, test } from "vitest";
import { drawProgress, rateOf } from "../../../apps/one-board/draw-progress.ts";
import { StatusLine } from "../../../apps/one-board/status-line.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";

const MIB = 1 << 20;

test.each([
  [
    { done: 0, total: 2 * MIB, fresh: 0, ms: 0 },
    "[........................]   0 %  0 of 2048 KiB  0 KiB/s",
  ],
  [
    { done: MIB, total: 2 * MIB, fresh: MIB, ms: 12_500 },
    "[############............]  50 %  1024 of 2048 KiB  82 KiB/s, 0:13 left",
  ],
  [
    { done: MIB, total: 2 * MIB, fresh: MIB / 2, ms: 12_500 },
    "[############............]  50 %  1024 of 2048 KiB  41 KiB/s, 0:25 left",
  ],
  [
    { done: 2 * MIB, total: 2 * MIB, fresh: 2 * MIB, ms: 190_000 },
    "[########################] 100 %  2048 of 2048 KiB  11 KiB/s, 0:00 left",
  ],
])("progress is drawn with share, size, rate and time left: %o", (reading, text) => {
  expect(drawProgress(reading)).toBe(text);
});

test("what an earlier reading left does not count in the rate", () => {
  expect(rateOf({ fresh: 1024, ms: 1000 })).toBe(1);
  expect(rateOf({ fresh: 0, ms: 0 })).toBe(0);
});

/** Progress of 100 steps of 40 ms, as written to a stream. */
const readThrough = async (isTTY: boolean): Promise<string[]> => {
  const clock = new VirtualClock();
  const written: string[] = [];
  const status = new StatusLine({ isTTY, write: (text) => written.push(text) }, "F01", clock);
  status.begin(0);
  for (let done = 1; done <= 100; done += 1) {
    await clock.sleep(40);
    status.progress(done * 1024, 100 * 1024);
  }
  status.line("done");
  return written;
};

test("without a terminal a line comes with each tenth", async () => {
  const written = await readThrough(false);
  expect(written).toHaveLength(11);
  expect(written[0]).toMatch(/^F01 \[##\.+\] {2}10 % .*\n$/);
  expect(written.join("")).not.toContain("\x1b");
});

test("a terminal is drawn on four times a second, and what stays takes the drawing's place", async () => {
  const written = await readThrough(true);
  expect(written.length).toBeGreaterThan(12);
  expect(written.length).toBeLessThan(20);
  for (const text of written.slice(0, -1)) {
    expect(text.startsWith("\r\x1b[KF01 [")).toBe(true);
    expect(text).not.toContain("\n");
  }
  expect(written.at(-1)).toBe("\r\x1b[KF01 done\n");
});
