import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { InputError } from "../../../libs/input/input-error.ts";
import { countSerials } from "../../../libs/lot/count-serials.ts";
import { readSerials } from "../../../libs/lot/read-serials.ts";
import { isSerial } from "../../../libs/recipe/serial.ts";

const folder = mkdtempSync(join(tmpdir(), "serials-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "serials.txt");

const read = (text: string) => {
  writeFileSync(file, text);
  return readSerials(file);
};

test("one serial a line; blanks, comments and line ends of any kind are no serials", async () => {
  expect(await read("\uFEFFSN1\r\n\n  SN2 \n# old: SN1\n\t\nA.b_c:d/e+f-9")).toEqual([
    "SN1",
    "SN2",
    "A.b_c:d/e+f-9",
  ]);
});

test.each([
  ["a duplicate", "SN1\nSN2\n\nSN1\n", ":4: serial SN1 stands already in line 1."],
  ["a space", "SN1\nSN 2\n", ':2: "SN 2" is not a serial. A serial is 1 to 64'],
  ["an escape", "SN\u001b[2J\n", ':1: "SN\\x1b[2J" is not a serial.'],
  ["a shell's word", "$(reboot)\n", ":1: "],
  ["a long one", "x".repeat(65), ":1: "],
  ["a letter outside ASCII", "SNé\n", ":1: "],
  ["a column's name", "\nserial\nSN1\n", ':2: "serial" is a column\'s name, not a board. Take'],
  ["nothing", "# none\n\n", ": holds no serial."],
])("refuses %s", async (_, text, message) => {
  await expect(read(text)).rejects.toThrow(InputError);
  await expect(read(text)).rejects.toThrow(`${file}${message}`);
});

test("a missing file is refused", async () => {
  await expect(readSerials(join(folder, "no.txt"))).rejects.toThrow("no.txt: does not exist.");
});

test.each([
  ["SN0008", 3, ["SN0008", "SN0009", "SN0010"]],
  ["7", 2, ["7", "8"]],
  ["A1-099", 2, ["A1-099", "A1-100"]],
  [
    "00000000000000000000000000000000000000000009",
    2,
    [
      "00000000000000000000000000000000000000000009",
      "00000000000000000000000000000000000000000010",
    ],
  ],
  ["SN9", 1, ["SN9"]],
])("%s and %i more", (first, count, serials) => {
  expect(countSerials(first, count)).toEqual(serials);
});

test.each([
  ["SN98", 3, "--first: counting 3 up from SN98 needs more than its 2 digits."],
  ["SN", 3, '--first: "SN" has no digits at its end'],
  ["SN1x", 3, '--first: "SN1x" has no digits at its end'],
  ["SN 1", 3, '--first: "SN 1" is not a serial.'],
  ["", 3, '--first: "" is not a serial.'],
  ["SN1", 0, "--count: is 0."],
  ["SN1", 1.5, "--count: is 1.5."],
  ["SN1", Number.NaN, "--count: is NaN."],
  ["SN000001", 100_001, "--count: is 100001."],
])("--first %j --count %s is refused", (first, count, message) => {
  expect(() => countSerials(first, count)).toThrow(InputError);
  expect(() => countSerials(first, count)).toThrow(message);
});

test("counted serials are serials, distinct, of one width and in order", () => {
  const prefix = fc.stringMatching(/^[A-Za-z-]{0,10}$/);
  const digits = fc.stringMatching(/^0\d{3,8}$/);
  fc.assert(
    fc.property(prefix, digits, fc.integer({ min: 1, max: 500 }), (head, tail, count) => {
      const serials = countSerials(head + tail, count);
      expect(serials).toHaveLength(count);
      expect(serials.every(isSerial)).toBe(true);
      expect(new Set(serials).size).toBe(count);
      expect(serials.every(({ length }) => length === head.length + tail.length)).toBe(true);
      expect(serials.toSorted()).toEqual(serials);
    }),
  );
});
