import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { placeRuns } from "../../../libs/figures/place-runs.ts";
import { yieldsOf } from "../../../libs/figures/yields.ts";
import { standingWord } from "../../../libs/report/words.ts";
import { boardsThat, boardThat, type End, runThat } from "./sample-runs.ts";

const PAGE = readFileSync(
  join(resolve(import.meta.dirname, "../../.."), "docs/reports.md"),
  "utf8",
);

/** The table of stories in docs/reports.md. */
const STORIES = [...PAGE.matchAll(/^\| ([a-z, ]+) \| ([A-Z]+) \| (.+) \| (.+) \| (.+) \|$/gm)].map(
  ([, runs = "", word = "", ...yields]) => [runs, word, yields] as const,
);

const wordOf = (share: number | null): string => {
  if (share === null) return "-";
  return share === 1 ? "counts, passed" : "counts, lost";
};

test("docs/reports.md tells every story that is tested here", () => {
  expect(STORIES).toHaveLength(8);
});

test.each(STORIES)("a board with the runs %s stands as %s", (runs, word, yields) => {
  const told = yieldsOf(boardsThat(runs.replaceAll(",", "")));
  const { pass, fail, error, aborted, open } = told;
  const [[verdict] = []] = Object.entries({ pass, fail, error, aborted, open }).filter(
    ([, count]) => count > 0,
  );
  expect(standingWord(verdict as End)).toBe(word);
  expect([told.yield, told.firstPassYield, told.finalYield].map(wordOf)).toEqual(yields);
});

const ends = fc.array(fc.constantFrom<End>("pass", "fail", "error", "aborted"), {
  minLength: 1,
  maxLength: 5,
});
const lots = fc
  .array(ends, { maxLength: 40 })
  .map((boards) => boards.flatMap((own, n) => boardThat(`SN${n}`, own)));

test("every board has one standing, every ended run one end, and the final yield flatters nobody", () => {
  fc.assert(
    fc.property(lots, (facts) => {
      const told = yieldsOf(placeRuns(facts));
      const { pass, fail, error, aborted, open, ended } = told;
      expect(pass + fail + error + aborted + open).toBe(told.boards);
      expect(Object.values(ended).reduce((sum, count) => sum + count, 0)).toBe(facts.length);
      expect(told.runs).toBe(facts.length);
      expect(told.finalYield ?? 0).toBeLessThanOrEqual(told.yield ?? 1);
      expect(told.firstPass.of).toBeLessThanOrEqual(told.final.of);
    }),
  );
});

test("the order in which runs are given changes nothing", () => {
  fc.assert(
    fc.property(lots, fc.infiniteStream(fc.nat()), (facts, order) => {
      const shuffled = facts
        .map((run) => ({ run, key: order.next().value ?? 0 }))
        .sort((left, right) => left.key - right.key)
        .map(({ run }) => run);
      expect(yieldsOf(placeRuns(shuffled))).toEqual(yieldsOf(placeRuns(facts)));
    }),
  );
});

test("runs out of view still say which run was a board's first", () => {
  const later = boardsThat("fail pass", "pass pass").filter(({ place }) => place > 1);
  expect(yieldsOf(later)).toMatchObject({ boards: 2, pass: 2, yield: 1, firstPassYield: null });
});

test("runs of golden and must-fail boards are no product", () => {
  const facts = [
    runThat("pass", { run: "R1" }),
    runThat("fail", { run: "R2", serial: "GOLDEN", purpose: "golden" }),
    runThat("fail", { run: "R3", serial: "BAD", purpose: "must-fail" }),
    runThat("fail", { run: "R4", serial: "SN2", purpose: "product" }),
  ];
  expect(yieldsOf(placeRuns(facts))).toMatchObject({ boards: 2, pass: 1, fail: 1, runs: 2 });
});
