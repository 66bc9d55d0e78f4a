import { expect, test } from "vitest";
import { COMMAND_REFUSALS, SCAN_REFUSALS } from "../../../libs/station/refusal.ts";
import { commandRefusalWords, scanRefusalWords } from "../../../libs/station/refusal-words.ts";

const data = { form: "SN[0-9]{6}", check: "luhn", why: "Pool macs has no values left." };

test("every refused scan has words of its own, which name the serial", () => {
  const words = SCAN_REFUSALS.map((reason) =>
    scanRefusalWords({ serial: "SN1", fixture: "F02", reason, data }),
  );
  expect(new Set(words).size).toBe(SCAN_REFUSALS.length);
  for (const text of words) expect(text).toMatch(/^SN1: [A-Z].*\.$/);
});

test.each([
  ["malformed", "SN1: This is not a serial of this lot: it must be SN[0-9]{6}. "],
  ["check-digit", "SN1: Its check digit is wrong (luhn)"],
  ["duplicate", "SN1: It was scanned already: F02 waits for it."],
  ["in-fixture", "SN1: It is in work in F02."],
  ["no-identity", "SN1: Pool macs has no values left."],
] as const)("a scan refused as %s", (reason, words) => {
  expect(scanRefusalWords({ serial: "SN1", fixture: "F02", reason, data })).toContain(words);
});

test("what an older or newer coordinator leaves out is not missed", () => {
  for (const reason of SCAN_REFUSALS) {
    expect(scanRefusalWords({ serial: "SN1", reason, data: {} })).not.toContain("undefined");
  }
});

test("every refused command has words of its own", () => {
  const words = COMMAND_REFUSALS.map((reason) => commandRefusalWords({ reason }));
  expect(new Set(words).size).toBe(COMMAND_REFUSALS.length);
  for (const text of words) expect(text).toMatch(/^[A-Z].*\.$/);
});
