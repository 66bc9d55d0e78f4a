import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addText,
  type EntryLine,
  eraseLast,
  NO_ENTRY,
  openEntry,
  readEntry,
} from "../../../apps/dashboard/entry.ts";

/** Characters that come so many ms apart, then their end as long after the last. */
const enter = (text: string, everyMs: number, entry = NO_ENTRY, fromMs = 0): EntryLine => {
  let nowMs = fromMs;
  let filling = entry;
  for (const character of text) {
    filling = addText(filling, character, nowMs);
    nowMs += everyMs;
  }
  return readEntry(filling, nowMs);
};

test.each<[string, EntryLine, EntryLine]>([
  ["a wedge scanner", enter("SN0001", 12), { text: "SN0001", pace: "scanner" }],
  ["a slow one", enter("SN0001", 45), { text: "SN0001", pace: "scanner" }],
  ["a person", enter("SN0001", 180), { text: "SN0001", pace: "hand" }],
  ["a quick person's number", enter("12", 90), { text: "12", pace: "hand" }],
  ["blanks around", enter("  SN1 ", 5), { text: "SN1", pace: "scanner" }],
  ["a frame of control characters", enter("\u0002SN1\u0003", 5), { text: "SN1", pace: "scanner" }],
])("%s", (_, entered, expected) => {
  expect(entered).toEqual(expected);
});

test("a scan over what was left lying there stands alone, a quick end of something typed does not", () => {
  const left = addText(NO_ENTRY, "x", 0);
  expect(enter("SN0001", 10, left, 5000)).toEqual({ text: "SN0001", pace: "scanner" });
  expect(enter("SN0001", 150, left, 5000)).toEqual({ text: "xSN0001", pace: "hand" });
  const half = addText(openEntry(), "SN0", 0);
  expect(enter("001", 10, half, 5000)).toEqual({ text: "SN0001", pace: "hand" });
  // Held up in mid-scan: never a part of it.
  expect(enter("0001", 1, addText(NO_ENTRY, "SN", 0), 400)).toMatchObject({ text: "SN0001" });
});

test("a person's slash opens the entry, a scanner's is the first of its characters", () => {
  const slash = addText(NO_ENTRY, "/", 0);
  expect(addText(slash, "S", 80)).toMatchObject({ kind: "typed", text: "S" });
  expect(addText(slash, "S", 10)).toMatchObject({ kind: "plain", text: "/S" });
});

test("a cat on the keyboard leaves nothing", () => {
  expect(addText(NO_ENTRY, "x".repeat(300), 0).text).toBe("");
});

test("erasing takes whole characters", () => {
  const entry = addText(NO_ENTRY, "SN𝟙", 0);
  expect(eraseLast(entry).text).toBe("SN");
  expect(eraseLast(NO_ENTRY).text).toBe("");
});

test("a scan read in pieces of any size is whole, whatever the pauses between them under a second", () => {
  const pieces = fc.array(
    fc.record({ text: fc.stringMatching(/^[A-Z0-9]{1,4}$/), gapMs: fc.nat(999) }),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(pieces, (chunks) => {
      let nowMs = 0;
      let entry = NO_ENTRY;
      for (const { text, gapMs } of chunks) {
        nowMs += gapMs;
        entry = addText(entry, text, nowMs);
      }
      expect(readEntry(entry, nowMs).text).toBe(chunks.map(({ text }) => text).join(""));
    }),
  );
});
