import { expect, test } from "vitest";
import { placeRuns } from "../../../libs/figures/place-runs.ts";
import { findRetests } from "../../../libs/figures/retests.ts";
import { retestLines } from "../../../libs/report/retest-lines.ts";
import { boardThat, type End, fixtureNameOf } from "../figures/sample-runs.ts";

const linesOf = (here: readonly End[], elsewhere: readonly End[], boards: number): string => {
  const facts = Array.from({ length: boards }, (_, n) => [
    ...boardThat(`S${n}`, here, ["F01", "F01"]),
    ...boardThat(`T${n}`, elsewhere, ["F01", "F02"]),
  ]).flat();
  return retestLines(findRetests(placeRuns(facts), { fixtureName: fixtureNameOf }));
};

test("sockets are blamed only where another fixture helps, and that is proven", () => {
  const proven = linesOf(["fail", "fail"], ["fail", "pass"], 30);
  expect(proven).toContain(
    "in the same fixture in 0.0 % (0 of 30\nruns), in another one in 100.0 %",
  );
  expect(proven).toContain("Another fixture helps (p < 0.001): sockets are to blame");
  const few = linesOf(["fail", "fail"], ["fail", "pass"], 2);
  expect(few).toContain("That another fixture helps is not proven.");
  const worse = linesOf(["fail", "pass"], ["fail", "fail"], 30);
  expect(worse).toContain("That another fixture helps is not proven.");
});

test("a lot without a retest has nothing to say of them", () => {
  expect(linesOf(["pass"], ["fail"], 3)).toBe("");
});
