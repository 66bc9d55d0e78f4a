import { expect, test } from "vitest";
import {
  checkCheckBoards,
  checkCheckTrigger,
} from "../../../../apps/coordinator/prepare/prepare-check.ts";
import type { FixtureConfig } from "../../../../libs/jig/jig.ts";
import type { ShiftCheck } from "../../../../libs/recipe/shift-check.ts";

const recipe = (own: Partial<ShiftCheck> = {}) => ({
  path: "plug.yaml",
  shiftCheck: {
    everyMs: 1,
    golden: "GOLD",
    mustFail: { serial: "BAD", code: "wrong-chip" },
    ...own,
  } satisfies ShiftCheck,
});

const VIRTUAL: FixtureConfig = {
  id: "F01",
  virtual: { chip: "bk7231n", faults: [] },
  supply: "default",
};

const WIRED: FixtureConfig = {
  id: "F02",
  flashPort: "/dev/ttyUSB0",
  power: { kind: "none" },
  reset: { kind: "none" },
  supply: "default",
  offMs: 500,
};

const jig = { fixtures: [VIRTUAL, WIRED] };

test.each<[ReturnType<typeof recipe>, string]>([
  [recipe({ golden: "SN2" }), "shiftCheck.golden: SN2 is also a serial of the lot."],
  [recipe({ golden: "F02" }), "shiftCheck.golden: F02 is also a fixture's label."],
  [recipe({ golden: "fixture:F02" }), "shiftCheck.golden: fixture:F02 is also a fixture's label."],
  [
    recipe({ mustFail: { serial: "2", code: "no-link" } }),
    "shiftCheck.mustFail.serial: 2 is also a fixture's number.",
  ],
])("a check board is nothing else: %j", (given, problem) => {
  expect(() => checkCheckBoards(given, ["SN1", "SN2"], jig)).toThrow(problem);
  expect(() => checkCheckBoards(recipe(), ["SN1", "SN2"], jig)).not.toThrow();
});

test("somebody must load the check boards", () => {
  const check = (trigger: "auto" | "operator", fixture: FixtureConfig, given = recipe()) =>
    checkCheckTrigger({ trigger }, fixture, given);
  expect(() => check("auto", WIRED)).toThrow("F02 is loaded by a machine");
  expect(() => check("operator", WIRED)).not.toThrow();
  expect(() => check("auto", VIRTUAL)).not.toThrow();
  const odd = recipe({ mustFail: { serial: "BAD", code: "boot-wrong" } });
  expect(() => check("operator", VIRTUAL, odd)).toThrow("no virtual board fails with boot-wrong");
  expect(() => check("operator", WIRED, odd)).not.toThrow();
});
