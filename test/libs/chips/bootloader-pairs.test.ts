import { expect, test } from "vitest";
import { judgePair } from "../../../libs/chips/bootloader-pairs.ts";

test.each([
  ["BK7231U_1.0.15", "BK7231S_1.0.5", "fails"],
  ["BK7231U_1.0.15", "BK7231S_1.0.8", "runs"],
  ["BK7231U_1.0.15", "BK7231S_1.0.6", "unknown"],
  ["BK7231S_1.0.5", "BK7231S_1.0.5", "runs"],
  ["BK7231S_1.0.6", "BK7231S_1.0.5", "unknown"],
  [null, "BK7231S_1.0.5", "unknown"],
  ["BK7231U_1.0.15", null, "unknown"],
  [null, null, "unknown"],
] as const)("built with %s, board has %s: %s", (built, board, judgement) => {
  expect(judgePair(built, board)).toBe(judgement);
});
