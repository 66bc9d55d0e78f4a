import { expect, test } from "vitest";
import { placeRuns } from "../../../libs/figures/place-runs.ts";
import { type StepDrift, stepDrifts } from "../../../libs/figures/step-drift.ts";
import type { RunFacts, StepTime } from "../../../libs/run/run-facts.ts";
import { Dice } from "../../../libs/simulator/dice.ts";
import { seededRandom } from "../../../libs/simulator/random.ts";
import { fixtureNameOf, runThat } from "./sample-runs.ts";

interface Line {
  readonly seed: number;
  readonly runs: number;
  /** Which of 8 fixtures takes the run, by its number. */
  fixture?(run: number, dice: Dice): number;
  /** How much longer than usual the write takes. */
  slowness?(run: number, fixture: number): number;
}

const driftsOf = ({ seed, runs, fixture, slowness }: Line): readonly StepDrift[] => {
  const dice = new Dice(seededRandom(seed));
  const facts = Array.from({ length: runs }, (_, n): RunFacts => {
    const nest = fixture?.(n, dice) ?? dice.whole(0, 7);
    // Nests differ by their adapters, up to a half.
    const pace = 1 + nest / 16;
    const write = 15_000 * pace * (slowness?.(n, nest) ?? 1) * dice.size(0.9, 1.1);
    const steps: StepTime[] = [
      { step: "prepare", durationMs: dice.whole(2, 9) },
      { step: "link", durationMs: Math.round(400 * dice.size(0.5, 3)) },
      { step: "write", durationMs: Math.round(write) },
      { step: "verify", durationMs: Math.round(700 * dice.size(0.95, 1.05)) },
    ];
    const startedAt = new Date(Date.UTC(2026, 2, 1) + n * 4000).toISOString();
    return runThat("pass", {
      run: `R${n}`,
      serial: `S${n}`,
      fixture: `F${nest}`,
      startedAt,
      steps,
    });
  });
  return stepDrifts(placeRuns(facts), { fixtureName: fixtureNameOf });
};

test("nothing is told of 150 lines that do not change, whatever their nests", () => {
  const told = Array.from({ length: 150 }, (_, seed) => driftsOf({ seed, runs: 600 }));
  expect(told.filter((drifts) => drifts.length > 0)).toEqual([]);
});

test("another mix of fixtures is no drift", () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const drifts = driftsOf({
      seed,
      runs: 1600,
      // The slow half of the nests does most of the later runs.
      fixture: (run, dice) => dice.whole(0, 3) + (dice.chance(run < 1200 ? 0.2 : 0.9) ? 4 : 0),
    });
    expect(drifts).toEqual([]);
  }
});

test("a step that all fixtures do more slowly is told once", () => {
  for (let seed = 1; seed <= 5; seed += 1) {
    const drifts = driftsOf({ seed, runs: 1600, slowness: (run) => (run < 1200 ? 1 : 1.15) });
    expect(drifts).toMatchObject([{ step: "write", fixture: null, later: { runs: 400 } }]);
    expect(drifts[0]?.change).toBeCloseTo(0.15, 1);
  }
});

test("one fixture that becomes slower is named; one that gets slower than all others, too", () => {
  const alone = driftsOf({
    seed: 1,
    runs: 1600,
    slowness: (run, nest) => (run >= 1200 && nest === 5 ? 1.3 : 1),
  });
  expect(alone.map(({ step, fixture }) => [step, fixture])).toEqual([["write", "F5"]]);
  const both = driftsOf({
    seed: 1,
    runs: 1600,
    slowness: (run, nest) => (run < 1200 ? 1 : nest === 5 ? 1.4 : 1.1),
  });
  expect(both.map(({ fixture }) => fixture).toSorted()).toEqual(["F5", null]);
});

test("too few runs say nothing, however different", () => {
  expect(driftsOf({ seed: 1, runs: 60, slowness: (run) => (run < 45 ? 1 : 3) })).toEqual([]);
});
