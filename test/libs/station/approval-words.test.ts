import { expect, test } from "vitest";
import { approvalWords, approverNames } from "../../../libs/station/approval-words.ts";

const by = (name: string) => ({ by: name, at: "2026-11-21T08:00:00.000Z" });

test.each([
  [[{ recipe: "a", approval: null }], undefined, "not approved"],
  [[{ recipe: "a", approval: by("Ada") }], "Ada", "approved by Ada"],
  [
    [
      { recipe: "a", approval: by("Ada") },
      { recipe: "b", approval: by("Bob") },
      { recipe: "c", approval: by("Ada") },
    ],
    "Ada, Bob",
    "approved by Ada, Bob",
  ],
  [
    [
      { recipe: "a", approval: by("Ada") },
      { recipe: "b", approval: null },
    ],
    undefined,
    "b not approved",
  ],
] as const)("by whose word a lot is flashed: %j", (approvals, names, words) => {
  expect(approverNames(approvals)).toBe(names);
  expect(approvalWords(approvals)).toBe(words);
});
