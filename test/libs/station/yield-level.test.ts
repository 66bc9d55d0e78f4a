import { expect, test } from "vitest";
import { yieldLevel } from "../../../libs/station/yield-level.ts";

test.each([
  [null, "none"],
  [1, "good"],
  [0.95, "good"],
  [0.9499, "amber"],
  [0.9, "amber"],
  [0.8999, "red"],
  [0, "red"],
])("a yield of %s is %s", (share, level) => {
  expect(yieldLevel(share, { amber: 95, red: 90 })).toBe(level);
});
