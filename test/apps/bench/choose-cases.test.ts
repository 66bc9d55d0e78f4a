import { expect, test } from "vitest";
import { casesOf, usualCases, WHOLE_RANGE } from "../../../apps/bench/choose-cases.ts";
import { readOptions } from "../../../apps/bench/read-options.ts";

test("the whole range is every combination, a single board once for each chip", () => {
  const cases = casesOf(WHOLE_RANGE);
  expect(cases.length).toBe((2 + 3) * 2 * 2 * 2);
  expect(new Set(cases.map((lot) => JSON.stringify(lot))).size).toBe(cases.length);
  expect(readOptions(["--all"]).cases).toEqual(cases);
});

test("the usual lots show every value of the range", () => {
  const cases = usualCases();
  const values = (key: "boards" | "baud" | "adapterMs" | "images") =>
    new Set(cases.map((lot) => lot[key]));
  expect(values("boards")).toEqual(new Set(WHOLE_RANGE.boards));
  expect(values("baud")).toEqual(new Set(WHOLE_RANGE.bauds));
  expect(values("adapterMs")).toEqual(new Set(WHOLE_RANGE.adaptersMs));
  expect(values("images")).toEqual(new Set(WHOLE_RANGE.images));
  expect(readOptions([]).cases).toEqual(cases);
});

test("what is named is combined, and nothing is measured twice", () => {
  const { cases } = readOptions([
    "--boards",
    "8,8",
    "--baud",
    "921600,2000000",
    "--adapter",
    "1ms,16",
  ]);
  expect(cases.map(({ baud, adapterMs }) => [baud, adapterMs])).toEqual([
    [921600, 1],
    [921600, 16],
    [2000000, 1],
    [2000000, 16],
  ]);
});
