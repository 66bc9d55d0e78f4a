import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { evaluateArithmetic } from "../../../libs/jig/evaluate-arithmetic.ts";
import { fillText } from "../../../libs/jig/fill-template.ts";
import { isWired } from "../../../libs/jig/jig.ts";
import { listIds } from "../../../libs/jig/list-ids.ts";
import { readJig } from "../../../libs/jig/read-jig.ts";

const folder = mkdtempSync(join(tmpdir(), "expand-nests-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "jig.yaml");

const read = (fixtures: string) => {
  writeFileSync(path, `jig: line-a\nfixtures:\n${fixtures}`);
  return readJig(path);
};

const refusal = (fixtures: string): Promise<string> =>
  read(fixtures).then(
    () => "accepted",
    (error: unknown) => String(error).replace(path, "FILE").replace("InputError: ", ""),
  );

test("two nests a FT4232H, flash and log, with relays and supplies counting up", async () => {
  const { fixtures } = await read(`
  - ids: F01..F04
    flashPort: "/dev/serial/by-path/pci-0000:00:14.0-usb-0:1.{i/2+1}:1.{i%2*2}-port0"
    logPort: "/dev/serial/by-path/pci-0000:00:14.0-usb-0:1.{i/2+1}:1.{i%2*2+1}-port0"
    power: { kind: gpio, chip: pinctrl-rp1, line: "{n+4}", activeLow: true }
    reset: { kind: gpio, chip: "gpio-{i/2}", line: "{10 + i % 2}" }
`);
  const port = (chip: number, wire: number): string =>
    `/dev/serial/by-path/pci-0000:00:14.0-usb-0:1.${chip}:1.${wire}-port0`;
  expect(
    fixtures
      .filter(isWired)
      .map(({ id, flashPort, logPort, power, reset }) => [id, flashPort, logPort, power, reset]),
  ).toEqual(
    [
      ["F01", 1, 0, 5, "gpio-0", 10],
      ["F02", 1, 2, 6, "gpio-0", 11],
      ["F03", 2, 0, 7, "gpio-1", 10],
      ["F04", 2, 2, 8, "gpio-1", 11],
    ].map(([id, chip, wire, line, other, otherLine]) => [
      id,
      port(Number(chip), Number(wire)),
      port(Number(chip), Number(wire) + 1),
      { kind: "gpio", chip: "pinctrl-rp1", line, activeLow: true },
      { kind: "gpio", chip: other, line: otherLine, activeLow: false },
    ]),
  );
});

test("nests on 7-port hubs, whose sockets are those of two hubs inside", async () => {
  const { fixtures } = await read(`
  - ids: A1..A9
    flashPort: "/dev/usb-{i/7+1}.{1|2|3|4.1|4.2|4.3|4.4}"
    power: { kind: command, on: [relay, "{n}", "on"], off: [relay, "{n}", "off"] }
  - id: B
    flashPort: /dev/b
    power: { kind: command, on: [awk, "{n}"], off: [awk, "{0}"] }
`);
  expect(fixtures.filter(isWired).map(({ id, flashPort }) => `${id} ${flashPort}`)).toEqual([
    "A1 /dev/usb-1.1",
    "A2 /dev/usb-1.2",
    "A3 /dev/usb-1.3",
    "A4 /dev/usb-1.4.1",
    "A5 /dev/usb-1.4.2",
    "A6 /dev/usb-1.4.3",
    "A7 /dev/usb-1.4.4",
    "A8 /dev/usb-2.1",
    "A9 /dev/usb-2.2",
    "B /dev/b",
  ]);
  expect(fixtures.at(-1)).toMatchObject({ power: { on: ["awk", "{n}"] } });
  expect(fixtures.at(2)).toMatchObject({ power: { on: ["relay", "3", "on"] } });
});

test("simulated boards, listed by id", async () => {
  const { fixtures } = await read(
    '  - { ids: [left, right], virtual: { chip: bk7231n, faults: ["dies-at:{n*4096}"] } }\n',
  );
  expect(fixtures).toMatchObject([
    { id: "left", virtual: { faults: ["dies-at:4096"] } },
    { id: "right", virtual: { faults: ["dies-at:8192"] } },
  ]);
});

const entry = (...fields: readonly string[]): string =>
  `  - ids: F01..F16\n${fields.map((field) => `    ${field}\n`).join("")}`;
const PORT = 'flashPort: "/dev/p{n}"';
const MANUAL = "power: { kind: manual }";

test.each<[string, string, string]>([
  [
    "a field that fits some of the nests only",
    entry(PORT, 'power: { kind: gpio, chip: c, line: "{n*100}" }'),
    "FILE:5:35: fixtures[0].power.line (F11): is 1100, more than 1023. Give the line's number on its chip.",
  ],
  [
    "two nests of an entry on one port",
    entry('flashPort: "/dev/p{n/2}"', MANUAL),
    "FILE:4:5: fixtures[0].flashPort (F03): names the port /dev/p1, which F02 already has. Each nest needs its own; correct one of the two.",
  ],
  [
    "an id that another entry has",
    `  - { id: F03, flashPort: /dev/q, power: { kind: manual } }\n${entry(PORT, MANUAL)}`,
    "FILE:4:5: fixtures[1].ids (F03): names the id F03, which F03 already has. Each nest needs its own; correct one of the two.",
  ],
  [
    "a misspelt field",
    entry(PORT, MANUAL, "offms: 3"),
    'FILE:6:5: fixtures[0].offms (F01): is not a field known here. Did you mean "offMs"?',
  ],
  [
    "an unknown name",
    entry('flashPort: "/dev/p{k}"', MANUAL),
    'FILE:4:5: fixtures[0].flashPort (F01): {k} has "k", which is not known there; n and i are.',
  ],
  [
    "an expression that has no value for the first nest",
    entry(PORT, 'power: { kind: gpio, chip: c, line: "{n-5}" }'),
    "FILE:5:35: fixtures[0].power.line (F01): {n-5} gives -4, less than 0.",
  ],
  [
    "division by nothing",
    entry(PORT, 'power: { kind: gpio, chip: c, line: "{1/i}" }'),
    "(F01): {1/i} divides by 0.",
  ],
  [
    "braces without quotes",
    entry(PORT, "power: { kind: gpio, chip: c, line: {n+4} }"),
    'FILE:5:35: fixtures[0].power.line: is a block of fields to YAML. Put braces and what is in them into quotes, such as "{n+4}".',
  ],
  [
    "a brace that is not closed",
    entry("flashPort: '/dev/ttyUSB{i'", MANUAL),
    'FILE:4:5: fixtures[0].flashPort (F01): is "/dev/ttyUSB{i", which has an unclosed {. See docs/jig-file.md',
  ],
  [
    "a brace that closes nothing",
    entry("flashPort: '/dev/ttyUSBi}'", MANUAL),
    'fixtures[0].flashPort (F01): is "/dev/ttyUSBi}", which has a } that closes nothing.',
  ],
  [
    "a nest by itself that counts up",
    `  - id: F01\n    flashPort: "/dev/ttyUSB{i}"\n    ${MANUAL}\n`,
    'FILE:4:5: fixtures[0].flashPort: is "/dev/ttyUSB{i}", and braces only work with `ids`. Write `ids` in place of `id`',
  ],
  [
    "a nest by itself on a line that counts up",
    '  - { id: F01, flashPort: /dev/p, power: { kind: gpio, chip: c, line: "{n+4}" } }\n',
    'fixtures[0].power.line: is "{n+4}", and braces only work with `ids`.',
  ],
  [
    "id beside ids",
    entry("id: F01", PORT, MANUAL),
    "FILE:4:5: fixtures[0].id: has no meaning beside `ids`. Keep one of the two.",
  ],
  ["a range downwards", "  - ids: F9..F1\n", "fixtures[0].ids: runs down, from F9 to F1."],
  ["a range of two names", "  - ids: F1..G4\n", "runs from F1 to G4, which are named differently."],
  ["no range", "  - ids: F1-F4\n", 'is "F1-F4", which is no range of ids. Give the first and the'],
  ["a range beyond all bounds", "  - ids: F1..F999999\n", "names 999999 nests, more than 256."],
  ["no ids", "  - ids: []\n", "fixtures[0].ids: names no nest."],
  ["ids that are numbers", "  - ids: [1, 2]\n", "is neither a range nor a list of ids."],
  ["ids and nothing else", entry(), "fixtures[0].flashPort (F01): is missing."],
  [
    "too many nests in all",
    `${entry(PORT, MANUAL)}  - ids: G1..G250\n    flashPort: "/dev/q{n}"\n    ${MANUAL}\n`,
    "FILE:2:1: fixtures: is too long. A jig has 256 nests at most.",
  ],
])("%s is refused where it is written", async (_, fixtures, message) => {
  expect(await refusal(fixtures)).toContain(message);
});

test.each([
  ["F08..F11", ["F08", "F09", "F10", "F11"]],
  ["1..3", ["1", "2", "3"]],
  ["line2-9..line2-10", ["line2-9", "line2-10"]],
])("%s is %j", (written, ids) => {
  expect(listIds(written)).toEqual({ ids });
});

const third = { id: "F03", n: 3, i: 2 };

test.each<[string, string | number]>([
  ["{n}", 3],
  ["{i}", 2],
  ["{id}", "F03"],
  ["{ n + 4 }", 7],
  ["{(n-1)*2+1}", 5],
  ["{7-n-1}", 3],
  ["{2+3*n%4}", 3],
  ["{20/n/2}", 3],
  ["no braces", "no braces"],
  ["{n}.{i}", "3.2"],
  ["{{n}}", "{n}"],
  ["{{{n}}}", "{3}"],
  ["{a|b}", "a"],
  ["{n: 1.1 | 1.2}", "1.2"],
  ["{4|5|6}", 6],
])("in the third nest %s is %j", (text, value) => {
  expect(fillText(text, third)).toBe(value);
});

test.each([
  "{}",
  "{n+}",
  "{n n}",
  "{(n}",
  "{n)}",
  "{n^2}",
  "{999999999*999999999}",
  "{0x10}",
  "{: a|b}",
])("%s is no expression", (text) => {
  expect(() => fillText(text, third)).toThrow(/^\{.*\} /);
});

const MODEL = {
  "+": (a: number, b: number) => a + b,
  "-": (a: number, b: number) => a - b,
  "*": (a: number, b: number) => a * b,
  "/": (a: number, b: number) => Math.floor(a / b),
  "%": (a: number, b: number) => ((a % b) + b) % b,
};

test("arithmetic is that of whole numbers, with its usual order", () => {
  const leaf = fc.integer({ min: 0, max: 50 }).map((value) => ({ text: String(value), value }));
  const { tree } = fc.letrec<{ tree: { text: string; value: number } }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc
        .tuple(tie("tree"), fc.constantFrom(...(["+", "-", "*", "/", "%"] as const)), tie("tree"))
        .map(([left, sign, right]) => ({
          text: `(${left.text}${sign}${right.text})`,
          value: [left, right].some(({ value }) => !Number.isSafeInteger(value))
            ? Number.NaN
            : MODEL[sign](left.value, right.value),
        })),
    ),
  }));
  fc.assert(
    fc.property(tree, ({ text, value }) => {
      const sound = Number.isSafeInteger(value) && value >= 0;
      if (sound) expect(evaluateArithmetic(text, {})).toBe(value + 0);
      else expect(() => evaluateArithmetic(text, {})).toThrow();
    }),
  );
});
