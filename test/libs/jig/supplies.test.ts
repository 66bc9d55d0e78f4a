import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { InputError } from "../../../libs/input/input-error.ts";
import { readJig } from "../../../libs/jig/read-jig.ts";
import { selectFixtures } from "../../../libs/jig/select-fixtures.ts";
import { supplyPlans } from "../../../libs/jig/supply-plan.ts";

const folder = mkdtempSync(join(tmpdir(), "supplies-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "jig.yaml");

const read = (supplies: string, ...nests: readonly string[]) => {
  const fixtures = nests.map((fields, at) => `  - { id: F${at + 1}, ${fields} }\n`).join("");
  writeFileSync(path, `jig: line-a\n${supplies}\nfixtures:\n${fixtures}`);
  return readJig(path);
};

const refusal = async (supplies: string, ...nests: readonly string[]): Promise<string> => {
  const error: unknown = await read(supplies, ...nests).catch((cause: unknown) => cause);
  if (!(error instanceof InputError)) throw new Error(`No InputError: ${String(error)}`);
  return error.message.replace(path, "FILE");
};

const relay = (line: number, more = ""): string =>
  `flashPort: /dev/tty${line}, power: { kind: gpio, chip: fake, line: ${line} }${more}`;
const byHand = "flashPort: /dev/tty90, power: { kind: manual }";
const always = "flashPort: /dev/tty91, power: { kind: none }";
const VIRTUAL = "virtual: { chip: bk7231n }";

test("nests whose relay we move share one supply with the usual rules, others have none", async () => {
  const modem = "flashPort: /dev/tty8, power: { kind: line, line: dtr }";
  const program = "flashPort: /dev/tty9, power: { kind: command, on: [on], off: [off] }";
  const jig = await read("", relay(1), modem, program, byHand, always, VIRTUAL);
  const plans = supplyPlans(jig);
  expect([...plans.keys()]).toEqual(["F1", "F2", "F3"]);
  expect(plans.get("F2")).toMatchObject({
    name: "default",
    atOnce: 2,
    gapMs: 150,
    maxHoldMs: 1000,
    fixtures: ["F1", "F2", "F3"],
  });
});

test("a supply has the rules it is given, for whoever names it", async () => {
  const supplies =
    "supplies: { psu1: { atOnce: 4, gapMs: 50, minOffMs: 900, maxHoldMs: 700 }, psu2: , default: { gapMs: 300 } }";
  const named = ["psu1", "psu1", "psu2"].map((supply) => `${VIRTUAL}, supply: ${supply}`);
  const jig = await read(supplies, ...named, relay(1, ", supply: psu2"), relay(2));
  const plans = supplyPlans(jig);
  const rulesOf = (id: string) => {
    const { name, atOnce, gapMs, minOffMs, maxHoldMs } = plans.get(id) ?? {};
    return [name, atOnce, gapMs, minOffMs, maxHoldMs];
  };
  expect(rulesOf("F2")).toEqual(["psu1", 4, 50, 900, 700]);
  expect(rulesOf("F3")).toEqual(["psu2", 2, 150, undefined, 1000]);
  expect(rulesOf("F4")).toEqual(["psu2", 2, 150, undefined, 1000]);
  expect(rulesOf("F5")).toEqual(["default", 2, 300, undefined, 1000]);
});

test("every process that serves the jig means the same supply, and another jig's is another", async () => {
  const jig = await read("", relay(1), relay(2), relay(3, ", supply: default"));
  const key = supplyPlans(jig).get("F1")?.key;
  expect(supplyPlans(jig).get("F3")?.key).toBe(key);
  const other = await read("", relay(1), relay(4));
  expect(supplyPlans(other).get("F1")?.key).not.toBe(key);
  writeFileSync(path, JSON.stringify(jig));
  expect(supplyPlans(await readJig(path)).get("F2")?.key).toBe(key);
  // Which is why plans are made of the whole jig.
  expect(supplyPlans(selectFixtures(jig, "F1")).get("F1")?.key).not.toBe(key);
});

test.each([
  [
    "supplies: { psu1: , psu2: }",
    [relay(1, ", supply: psu3"), relay(2, ", supply: psu2")],
    'fixtures[0].supply: names the supply "psu3", which the jig does not have. Did you mean "psu1"? Known here: psu1, psu2, default.',
  ],
  [
    "supplies: { psu1: , psu2: }",
    [relay(1, ", supply: psu2")],
    "supplies.psu1: is the supply of no nest. Give its nests `supply: psu1`, or remove it.",
  ],
  ["supplies: { default: }", [VIRTUAL], "supplies.default: is the supply of no nest."],
  ["supplies: { psu1: { atOnce: 0 } }", [relay(1, ", supply: psu1")], "supplies.psu1.atOnce: is 0"],
  ["supplies: { psu1: { gapMs: -1 } }", [relay(1, ", supply: psu1")], "supplies.psu1.gapMs: is -1"],
  ["supplies: { psu1: { gapMs: 1.5 } }", [relay(1, ", supply: psu1")], "supplies.psu1.gapMs: is"],
  ["supplies: { psu1: { maxHoldMs: 5 } }", [relay(1, ", supply: psu1")], "maxHoldMs: is 5"],
  [
    "supplies: { psu1: { minOffMs: 1e9 } }",
    [relay(1, ", supply: psu1")],
    "minOffMs: is 1000000000",
  ],
  ["supplies: { psu1: { gap: 5 } }", [relay(1, ", supply: psu1")], "gapMs"],
  ["supplies: [psu1]", [relay(1)], "supplies"],
  ["supplies: { 'a b': }", [relay(1)], "supplies"],
  ["", [relay(1, ", supply: 7")], "fixtures[0].supply"],
])("%s is refused where it is wrong", async (supplies, nests, told) => {
  expect(await refusal(supplies, ...nests)).toContain(told);
});
