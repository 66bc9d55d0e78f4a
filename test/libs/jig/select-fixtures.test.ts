import { expect, test } from "vitest";
import type { Jig } from "../../../libs/jig/jig.ts";
import { selectFixtures } from "../../../libs/jig/select-fixtures.ts";

const jig: Jig = {
  jig: "line-a",
  trigger: "auto",
  fixtures: ["F01", "F02", "F10"].map((id) => ({ id, virtual: { chip: "bk7231n", faults: [] } })),
};

test.each([
  ["F02", ["F02"]],
  ["F10, F01", ["F01", "F10"]],
  ["F01,F01,", ["F01"]],
])("--only %s", (list, ids) => {
  expect(selectFixtures(jig, list).fixtures.map(({ id }) => id)).toEqual(ids);
});

test.each([
  [
    "F01,F1O",
    '--only: jig line-a has no fixture "F1O". Did you mean "F10"? Known here: F01, F02, F10.',
  ],
  ["", "--only: names no fixture. Give ids such as F01,F02."],
  [" , ", "--only: names no fixture."],
])("--only %j is refused", (list, message) => {
  expect(() => selectFixtures(jig, list)).toThrow(message);
});
