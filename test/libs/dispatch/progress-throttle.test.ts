import fc from "fast-check";
import { expect, test } from "vitest";
import { ProgressThrottle } from "../../../libs/dispatch/progress-throttle.ts";
import { makeJob, makeProgress } from "./samples.ts";

const first = makeProgress(makeJob({ fixture: "F01" }), 1);
const second = makeProgress(makeJob({ fixture: "F02" }), 1);

test("lets progress through four times a second, each fixture by itself", () => {
  const throttle = new ProgressThrottle(250);
  const admitted = [0, 100, 249, 250, 499, 500].filter((ms) => throttle.admits(first, ms));
  expect(admitted).toEqual([0, 250, 500]);
  expect(throttle.admits(second, 501)).toBe(true);
});

test("lets everything else through", () => {
  const throttle = new ProgressThrottle(250);
  expect(throttle.admits(first, 0)).toBe(true);
  const note = { ...first, kind: "note", text: "baud rate fell back" } as const;
  expect([throttle.admits(note, 1), throttle.admits(note, 1)]).toEqual([true, true]);
});

test("never lets two of a fixture through closer than that", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(300)), (gaps) => {
      const throttle = new ProgressThrottle(250);
      let now = 0;
      let last = Number.NEGATIVE_INFINITY;
      for (const gap of gaps) {
        now += gap;
        if (!throttle.admits(first, now)) continue;
        expect(now - last).toBeGreaterThanOrEqual(250);
        last = now;
      }
    }),
  );
});
