import { expect, test } from "vitest";
import { placeRuns } from "../../../libs/figures/place-runs.ts";
import { findRetests } from "../../../libs/figures/retests.ts";
import { boardThat, fixtureNameOf } from "./sample-runs.ts";

const GROUND = { fixtureName: fixtureNameOf };

const RUNS = placeRuns([
  ...boardThat("A", ["pass"]),
  ...boardThat("B", ["fail", "pass"], ["F01", "F01"]),
  ...boardThat("C", ["fail", "fail", "pass"], ["F01", "F01", "F02"]),
  ...boardThat("D", ["fail", "fail"], ["F02", "F03"]),
  ...boardThat("E", ["error", "pass"], ["F02", "F03"]),
  ...boardThat("F", ["fail", "open"], ["F02", "F02"]),
]);

test("boards by their runs, pairs of outcomes here and elsewhere", () => {
  expect(findRetests(RUNS, GROUND)).toEqual({
    boards: [
      { runs: 1, boards: 1, passed: 1 },
      { runs: 2, boards: 4, passed: 2 },
      { runs: 3, boards: 1, passed: 1 },
    ],
    pairs: [
      { first: "fail", next: "pass", sameFixture: 1, otherFixture: 1 },
      { first: "fail", next: "fail", sameFixture: 1, otherFixture: 1 },
      { first: "error", next: "pass", sameFixture: 0, otherFixture: 1 },
    ],
    fixtures: [
      { fixture: "F01", passedHere: 1, failedHere: 1, passedElsewhere: 1, failedElsewhere: 0 },
      { fixture: "F02", passedHere: 0, failedHere: 0, passedElsewhere: 0, failedElsewhere: 1 },
    ],
    p: 1,
  });
});

test("a run before that is not in view is known all the same", () => {
  const last = RUNS.filter(({ facts }) => facts.serial === "C" && facts.attempt === 3);
  expect(findRetests(last, GROUND)).toMatchObject({
    boards: [{ runs: 1, boards: 1, passed: 1 }],
    pairs: [{ first: "fail", next: "pass", sameFixture: 0, otherFixture: 1 }],
    p: null,
  });
});

test("the same id at another station is another fixture", () => {
  const [first, second] = boardThat("A", ["fail", "pass"]);
  const runs = placeRuns(
    [first, second && { ...second, station: "line-b" }].flatMap((run) => run ?? []),
  );
  expect(findRetests(runs, GROUND).pairs).toMatchObject([{ sameFixture: 0, otherFixture: 1 }]);
});

test("sockets are told from boards when there are enough of them", () => {
  const facts = Array.from({ length: 60 }, (_, n) => [
    ...boardThat(`S${n}`, ["fail", "fail"], ["F01", "F01"]),
    ...boardThat(`T${n}`, ["fail", "pass"], ["F01", "F02"]),
  ]).flat();
  expect(findRetests(placeRuns(facts), GROUND).p).toBeLessThan(1e-6);
});
