import { expect, test } from "vitest";
import { placeRuns } from "../../../libs/figures/place-runs.ts";
import { findSuspects, type Suspects } from "../../../libs/figures/suspects.ts";
import { Dice } from "../../../libs/simulator/dice.ts";
import { seededRandom } from "../../../libs/simulator/random.ts";
import { type End, fixtureNameOf, runThat } from "./sample-runs.ts";

const GROUND = { fixtureName: fixtureNameOf };

interface Line {
  readonly seed: number;
  readonly boards: number;
  /** Chance of each end but a pass, by fixture. */
  chances(fixture: number): { readonly fail: number; readonly error: number };
}

const suspectsOf = ({ seed, boards, chances }: Line): Suspects => {
  const dice = new Dice(seededRandom(seed));
  const facts = Array.from({ length: boards }, (_, n) => {
    const fixture = n % 16;
    const { fail, error } = chances(fixture);
    const end: End = dice.chance(error) ? "error" : dice.chance(fail) ? "fail" : "pass";
    return runThat(end, { run: `R${n}`, serial: `SN${n}`, fixture: `F${fixture + 1}` });
  });
  return findSuspects(placeRuns(facts), GROUND);
};

const named = (list: Suspects["fails"], judgement: string): readonly string[] =>
  list.filter((suspect) => suspect.judgement === judgement).map(({ fixture }) => fixture);

test("of 400 sound lines hardly one has a fixture that is called worse", () => {
  let [worse, suspect] = [0, 0];
  for (let seed = 1; seed <= 400; seed += 1) {
    const { fails } = suspectsOf({
      seed,
      boards: 800,
      chances: () => ({ fail: 0.05, error: 0 }),
    });
    if (named(fails, "worse").length > 0) worse += 1;
    else if (named(fails, "suspect").length > 0) suspect += 1;
  }
  expect(worse).toBeLessThanOrEqual(4);
  expect(suspect).toBeLessThanOrEqual(20);
});

test("a fixture that fails three times as often is found, and the others are not", () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const { fails, errors } = suspectsOf({
      seed,
      boards: 4000,
      chances: (fixture) => ({ fail: fixture === 6 ? 0.15 : 0.05, error: fixture === 2 ? 0.1 : 0 }),
    });
    expect(named(fails, "worse")).toContain("F7");
    expect(fails[0]?.fixture).toBe("F7");
    expect(named(errors, "worse")).toEqual(["F3"]);
    expect(fails[0]?.excess).toBeGreaterThan(5);
  }
});

test("what a retest does in a fixture is not its fault", () => {
  const facts = Array.from({ length: 300 }, (_, n) => {
    const serial = `SN${n}`;
    const first = runThat("fail", { run: `R${n}`, serial, fixture: `F${n % 4}` });
    return [first, runThat("fail", { run: `S${n}`, serial, fixture: "F9", attempt: 2 })];
  });
  const passes = Array.from({ length: 300 }, (_, n) =>
    runThat("pass", { run: `P${n}`, serial: `P${n}`, fixture: `F${n % 4}` }),
  );
  const { fails } = findSuspects(placeRuns([...facts.flat(), ...passes]), GROUND);
  expect(fails.filter(({ judgement }) => judgement !== "unproven")).toEqual([]);
  expect(fails.map(({ fixture }) => fixture)).not.toContain("F9");
});

test("a single fixture has no others to be worse than", () => {
  const facts = [runThat("fail"), runThat("pass", { run: "R2", serial: "SN2" })];
  expect(findSuspects(placeRuns(facts), GROUND)).toEqual({ fails: [], errors: [] });
});
