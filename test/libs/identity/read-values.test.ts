import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { macForPeople } from "../../../libs/bytes/mac.ts";
import { checkValues } from "../../../libs/identity/check-values.ts";
import { readValues } from "../../../libs/identity/read-values.ts";
import type { ValueList } from "../../../libs/identity/value-row.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import type { RecipeIdentity } from "../../../libs/recipe/recipe-identity.ts";

const folder = mkdtempSync(join(tmpdir(), "identity-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "macs.csv");

const read = (content: string | Uint8Array): Promise<ValueList> => {
  writeFileSync(path, content);
  return readValues(path);
};

const refusal = async (action: Promise<unknown>): Promise<string> => {
  const error: unknown = await action.then(
    () => "accepted",
    (cause: unknown) => cause,
  );
  if (!(error instanceof InputError)) throw new Error(`No InputError: ${String(error)}`);
  return error.message.replace(path, "FILE");
};

const rowsOf = ({ rows }: ValueList) =>
  rows.map(({ line, serial, values }) => ({ line, serial, ...Object.fromEntries(values) }));

test("columns by name, MACs in every writing, a serial where it is given", async () => {
  const list = await read(
    '\uFEFFSerial,MAC,psk\r\nSN1,C8:47:8C:10:00:01,0011223344556677\r\n\r\n,c8-47-8c-10-00-02,8899aabbccddeeff\r\nSN3, c8478c100003 ,"00,1122334455667"\r\n',
  );
  expect(list.fields).toEqual(["mac", "psk"]);
  expect(rowsOf(list)).toEqual([
    { line: 2, serial: "SN1", mac: "c8478c100001", psk: "0011223344556677" },
    { line: 4, serial: null, mac: "c8478c100002", psk: "8899aabbccddeeff" },
    { line: 5, serial: "SN3", mac: "c8478c100003", psk: "00,1122334455667" },
  ]);
});

test.each([";", "\t"])("columns parted by %j", async (mark) => {
  const list = await read(
    ["mac", "pin"].join(mark).concat("\n", ["c8478c100001", "12"].join(mark)),
  );
  expect(rowsOf(list)).toEqual([{ line: 2, serial: null, mac: "c8478c100001", pin: "12" }]);
});

test("as Excel saves it: a line that names the mark, empty cells behind the last column", async () => {
  const list = await read(
    "\uFEFFsep=;\r\nmac;pin;;\r\nc8478c100001;12;;\r\n;;;\r\nc8478c100002;13\r\n",
  );
  expect(list.fields).toEqual(["mac", "pin"]);
  expect(rowsOf(list)).toEqual([
    { line: 3, serial: null, mac: "c8478c100001", pin: "12" },
    { line: 5, serial: null, mac: "c8478c100002", pin: "13" },
  ]);
});

const GOOD = "c8478c100001";

/** Row 44 of firmware-formats.md section 12, and its like. */
test.each([
  [
    "a MAC twice",
    `mac\n${GOOD}\nc8478c100002\nC8:47:8C:10:00:01\n`,
    "FILE:4: C8:47:8C:10:00:01 stands already in line 2. Every board needs its own",
  ],
  [
    "a group address",
    "mac\nC9:47:8C:10:00:01\n",
    'FILE:2: mac: "C9:47:8C:10:00:01" is a group address: its first byte must be even.',
  ],
  [
    "five bytes",
    `mac\n${GOOD}\nC8:47:8C:10:00\n`,
    'FILE:3: mac: "C8:47:8C:10:00" has 5 bytes; a MAC has 6.',
  ],
  ["all 00", "mac\n000000000000\n", 'FILE:2: mac: "000000000000" is all 00'],
  ["all FF", "mac\nff:ff:ff:ff:ff:ff\n", "is all FF"],
  [
    "the address of boards without one",
    "mac\nc8:47:8c:00:00:00\n",
    "is what every board without a MAC",
  ],
  ["no hex", "mac\nC8:47:8C:10:00:0G\n", "is no MAC. Give 6 bytes in hex"],
  [
    "a serial twice",
    `serial,mac\nSN1,${GOOD}\nSN1,c8478c100002\n`,
    "FILE:3: serial SN1 stands already in line 2.",
  ],
  ["no serial", `serial,mac\nSN 1,${GOOD}\n`, "FILE:2: serial: is not a serial."],
  [
    "a key twice",
    "psk\n0011223344\n0011223344\n",
    "FILE:3: psk: its value stands already in line 2.",
  ],
  [
    "a key in the other case",
    "psk\naabbccddee\nAABBCCDDEE\n",
    "FILE:3: psk: its value stands already in line 2.",
  ],
  ["a short row", `mac,psk\n${GOOD}\n`, "FILE:2: has 1 value for 2 columns."],
  ["a long row", `mac\n${GOOD},1\n`, "FILE:2: has 2 values for 1 column."],
  ["an empty value", `mac,psk\n${GOOD},\n`, "FILE:2: psk: is empty."],
  [
    "a line break in a value",
    `mac,psk\n${GOOD},"a\nb"\n`,
    "FILE:3: psk: is too long, or has characters that",
  ],
  [
    "nothing to tell lines apart",
    "pin\n1234\n1234\n",
    "FILE:2: has nothing that tells it from other lines.",
  ],
  ["a column twice", "mac,MAC\n1,2\n", "FILE:1: names the column mac twice."],
  ["no names", `${GOOD},1\n`, "FILE:1: column 1 has no name"],
  ["serials alone", "serial\nSN1\n", "FILE:1: names no column but the serial."],
  ["an open quote", `mac\n"${GOOD}\n`, "is no CSV: a quote is opened and not closed."],
  [
    "a quote within",
    `mac\nc8"478c100001\n`,
    "FILE:2: is no CSV: a quote begins in the middle of a value.",
  ],
  ["a quote too many", `mac\n"${GOOD}"x\n`, "FILE:2: is no CSV: a quote ends in the middle"],
  ["nothing", "", "FILE: is empty."],
  ["a head alone", "mac\n", "FILE: has no values."],
])("%s is refused by line", async (_, content, expected) => {
  expect(await refusal(read(content))).toContain(expected);
});

test("a list is as long as a range at most, and what is far from a list costs no memory", async () => {
  const macs = (count: number) =>
    Array.from({ length: count }, (_, index) => (0x024000000000 + index).toString(16)).map((mac) =>
      mac.padStart(12, "0"),
    );
  expect((await read(`mac\n${macs(100_000).join("\n")}`)).rows.length).toBe(100_000);
  const tooLong = `mac\n${macs(100_001).join("\n")}\n${"x\n".repeat(1_000_000)}`;
  expect(await refusal(read(tooLong))).toBe("FILE: has more than 100000 boards. Part it in two.");
  for (const endless of [",".repeat(200_000), `mac\n${",".repeat(200_000)}`]) {
    expect(await refusal(read(endless))).toMatch(/^FILE: is no CSV: a line of it has more than/);
  }
  const quoted = `mac\n"${"a\n".repeat(200_000)}"\n`;
  expect(await refusal(read(quoted))).toMatch(/^FILE:\d+: is no CSV: a line is far too long/);
});

test("what is no text is refused", async () => {
  expect(await refusal(read(Uint8Array.of(0xff, 0xfe, 0x6d, 0x00)))).toMatch(/is not text/);
  expect(await refusal(readValues(join(folder, "absent.csv")))).toMatch(/does not exist/);
});

test("a secret is in no message", async () => {
  const secret = "5ec5e75ec5e75ec5";
  for (const content of [
    `psk,psk\n${secret},1\n`,
    `psk\n${secret}\n${secret}\n`,
    // Swapped columns, no line of names.
    `mac,psk\n${secret},${GOOD}\n`,
    `mac,psk\n5ec5 e75 e\n`,
    `serial,psk\n${secret}!,${GOOD}\n`,
    `${secret},${GOOD}\n`,
    `a${secret},a${GOOD}\n1,2\n`,
  ]) {
    expect(await refusal(read(content))).not.toContain(secret.slice(0, 5));
  }
  expect(await refusal(check(`mac,psk\n${GOOD},${secret}00\n`))).not.toContain(secret);
});

const RECIPE: RecipeIdentity = {
  pool: "p",
  fields: [
    { field: "mac", place: { kind: "calibration" }, secret: false },
    { field: "psk", place: { kind: "flash", start: 0x1e4000, length: 8, as: "hex" }, secret: true },
  ],
};

const check = async (content: string): Promise<void> => checkValues(await read(content), RECIPE);

test.each([
  [
    "a length of another field",
    `mac,psk\n${GOOD},00112233\n`,
    "FILE:2: psk: has 4 bytes, and its place has 8. Correct",
  ],
  ["no hex", `mac,psk\n${GOOD},001122334455667x\n`, "FILE:2: psk: is not hex"],
  [
    "a column too few",
    `mac\n${GOOD}\n`,
    "FILE:1: has no column psk. Add it, or take the field psk out",
  ],
  [
    "a column too many",
    `mac,psk,uuid\n${GOOD},0011223344556677,1\n`,
    "FILE:1: has a column uuid, which nothing writes.",
  ],
])("a recipe refuses %s", async (_, content, expected) => {
  expect(await refusal(check(content))).toContain(expected);
});

test("a recipe takes what fits", async () => {
  await check(`serial,mac,psk\nSN1,${GOOD},0011223344556677\n`);
});

test("any list of other MACs is read as it was written", async () => {
  const mac = fc
    .uint8Array({ minLength: 6, maxLength: 6 })
    .map((bytes) => Buffer.from(bytes.with(0, (bytes[0] ?? 0) & 0xfe)).toString("hex"))
    .filter((digits) => !/^0+$/.test(digits) && digits !== "c8478c000000");
  const writing = fc.constantFrom<(digits: string) => string>(
    (digits) => digits,
    (digits) => digits.toUpperCase(),
    macForPeople,
    (digits) => macForPeople(digits).replaceAll(":", "-"),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(mac, { minLength: 1, maxLength: 40 }),
      writing,
      async (macs, write) => {
        const list = await read(`mac\n${macs.map(write).join("\n")}\n`);
        expect(list.rows.map(({ values }) => values.get("mac"))).toEqual(macs);
      },
    ),
    { numRuns: 50 },
  );
});

test("no bytes make the reader throw anything but an InputError", async () => {
  const text = fc.array(
    fc.constantFrom("mac", ",", "\n", '"', "c8478c100001", "\0", ";", "é", " "),
  );
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    text.map((parts) => parts.join("")),
  );
  await fc.assert(
    fc.asyncProperty(content, async (given) => {
      await read(given).catch((error: unknown) => expect(error).toBeInstanceOf(InputError));
    }),
    { numRuns: 300 },
  );
});
