import fc from "fast-check";
import { expect, test } from "vitest";
import { STEP_NAMES, type StepName } from "../../../libs/failure/step-name.ts";
import {
  advanceStep,
  overallProgress,
  type StepShares,
  startStep,
} from "../../../libs/station/overall-progress.ts";

const walk = (...steps: readonly (StepName | [StepName, number])[]): number =>
  overallProgress(
    steps.reduce<StepShares>(
      (shares, step) =>
        typeof step === "string"
          ? startStep(shares, step)
          : advanceStep(startStep(shares, step[0]), step[0], step[1]),
      {},
    ),
  );

test.each<[string, number, (StepName | [StepName, number])[]]>([
  ["nothing", 0, []],
  ["a linked board", 0.05, ["link", "identify"]],
  ["half erased", 0.165, [["erase", 0.5]]],
  ["half written, the erase's end unheard", 0.08 + 0.275, ["erase", ["write", 0.5]]],
  [
    "erased and half written",
    0.25 + 0.275,
    [
      ["erase", 1],
      ["write", 0.5],
    ],
  ],
  ["verifying", 0.8, ["verify"]],
  ["all steps", 1, [...STEP_NAMES.filter((step) => step !== "release"), ["boot", 1]]],
  [
    "failed in the erase and released",
    0.165,
    [
      ["erase", 0.5],
      ["release", 1],
    ],
  ],
])("progress of %s is %d", (_, progress, steps) => {
  expect(walk(...steps)).toBeCloseTo(progress, 9);
});

test("progress never goes back and stays within 0 and 1", () => {
  const step = fc.constantFrom(...STEP_NAMES);
  const share = fc.oneof(fc.double(), fc.double({ min: 0, max: 1 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(step, share)), (moves) => {
      let shares: StepShares = {};
      let before = 0;
      for (const [name, to] of moves) {
        shares = advanceStep(startStep(shares, name), name, to);
        const now = overallProgress(shares);
        expect(now).toBeGreaterThanOrEqual(before - 1e-9);
        expect(now).toBeLessThanOrEqual(1 + 1e-9);
        before = now;
      }
    }),
  );
});
