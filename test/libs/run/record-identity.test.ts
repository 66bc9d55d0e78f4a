import { expect, test } from "vitest";
import { toHex } from "../../../libs/bytes/hex.ts";
import type { BoardField } from "../../../libs/run/board-identity.ts";
import { NOTHING_BEGUN } from "../../../libs/run/board-journal.ts";
import { recordIdentity } from "../../../libs/run/record-identity.ts";

const shown = (value: string, secret: boolean, kind: "calibration" | "flash" = "flash"): string => {
  const place = kind === "flash" ? ({ kind, start: 0x1e4000 } as const) : ({ kind } as const);
  const field: BoardField = { field: "f", place, value, secret };
  const own = { entry: "p:1", pool: "p", tiedTo: null, fields: [field] };
  return recordIdentity(own, NOTHING_BEGUN)?.fields[0]?.shown ?? "";
};
const text = (value: string, length = 24): string => toHex(Buffer.from(value.padEnd(length, "\0")));

test.each([
  [text("SN0001"), "SN0001"],
  [text("Küche 7"), "Küche 7"],
  ["00112233", "00112233"],
  ["00000000", "00000000"],
  ["c3c3c3c3", "c3c3c3c3"],
  [text("a\nb"), toHex(Buffer.from("a\nb".padEnd(24, "\0")))],
])("of %s all is shown: %s", (value, all) => {
  expect(shown(value, false)).toBe(all);
});

test.each([
  ["00112233445566778899aabbccddeeff", "...eeff"],
  [text("hunter2-hunter2"), "...ter2"],
  [text("12345678"), "...5678"],
  [text("1234567"), "..."],
  ["001122", "..."],
])("of the secret %s only %s is shown", (value, end) => {
  expect(shown(value, true)).toBe(end);
});

test("a MAC is shown as people read it", () => {
  expect(shown("024fa698ca6b", false, "calibration")).toBe("02:4f:a6:98:ca:6b");
  expect(recordIdentity(undefined, NOTHING_BEGUN)).toBeNull();
});
