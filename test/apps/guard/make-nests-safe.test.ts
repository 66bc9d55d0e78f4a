import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeNestsSafe } from "../../../apps/guard/make-nests-safe.ts";
import { claimNest } from "../../../libs/fixture/claim-nest.ts";
import type { PowerConfig, WiredFixture } from "../../../libs/jig/jig.ts";
import { gpioToolsOnPath } from "../../libs/gpio/gpio-tools.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "safe-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const nest = (id: string, power: PowerConfig): WiredFixture => ({
  id,
  flashPort: join(folder, id),
  power,
  reset: { kind: "none" },
  offMs: 500,
});

const lampOf = (id: string): string => join(folder, `lamp ${id}`);

/** A board that is on. */
const lit = (id: string): WiredFixture => {
  writeFileSync(lampOf(id), "");
  return nest(id, { kind: "command", on: ["touch", lampOf(id)], off: ["rm", "-f", lampOf(id)] });
};

test("every board goes off, also beside a relay that fails and a nest that others own", async () => {
  const owned = lit("F02");
  await using _ = await claimNest(owned);
  const broken = nest("F03", { kind: "command", on: ["true"], off: ["false"] });
  const nests = [lit("F01"), owned, broken, lit("F04")];
  expect(await makeNestsSafe({ nests }, 0)).toEqual([
    { fixture: "F01", end: "safe" },
    { fixture: "F02", end: "taken", owner: `F02 of process ${process.pid}` },
    {
      fixture: "F03",
      end: "failed",
      failure: { code: "relay-failed", control: "command false", reason: "exit code 1" },
    },
    { fixture: "F04", end: "safe" },
  ]);
  expect(["F01", "F02", "F04"].filter((id) => existsSync(lampOf(id)))).toEqual(["F02"]);
});

test("a nest that is just being given back is waited for", async () => {
  const nests = [lit("F01")];
  const claim = await claimNest(lit("F01"));
  const safe = makeNestsSafe({ nests }, 20_000);
  await claim[Symbol.asyncDispose]();
  expect(await safe).toEqual([{ fixture: "F01", end: "safe" }]);
});

test("a nest whose supply only a person can switch is not called safe", async () => {
  const byReset = { kind: "line", line: "rts", pulseMs: 100 } as const;
  const nests = [
    nest("F01", { kind: "manual" }),
    nest("F02", { kind: "none" }),
    { ...nest("F03", { kind: "none" }), reset: byReset },
    { ...nest("F04", { kind: "manual" }), reset: byReset },
  ];
  expect(await makeNestsSafe({ nests }, 0)).toEqual([
    { fixture: "F01", end: "no-switch", supply: "by-hand" },
    { fixture: "F02", end: "no-switch", supply: "always-on" },
    { fixture: "F03", end: "no-switch", supply: "always-on" },
    { fixture: "F04", end: "no-switch", supply: "by-hand" },
  ]);
});

test("lamps go dark and the buzzer silent, and one that does not work harms nothing", async () => {
  using tools = gpioToolsOnPath(2);
  const at = (line: number) => ({ kind: "gpiod", chip: "fake", line, activeLow: false }) as const;
  const nests = [{ ...lit("F01"), lamps: { pass: at(3), fail: at(4), busy: at(99) } }];
  expect(await makeNestsSafe({ nests, buzzer: at(5) }, 0)).toEqual([
    { fixture: "F01", end: "safe" },
  ]);
  expect(tools.driven().toSorted()).toEqual(["3=0", "4=0", "5=0"]);
  expect(existsSync(lampOf("F01"))).toBe(false);
});
