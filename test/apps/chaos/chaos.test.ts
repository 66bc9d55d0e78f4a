import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { readOptions } from "../../../apps/chaos/read-options.ts";
import { InputError } from "../../../libs/input/input-error.ts";

const PROGRAM = resolve(import.meta.dirname, "../../../dist/apps/chaos/main.js");
const chaos = (...args: string[]) =>
  promisify(execFile)(process.execPath, [PROGRAM, ...args], { maxBuffer: 2 ** 26 });

test("a short round: no false pass, no hang, no wrong cause; a table tells what happened", async () => {
  const { stdout } = await chaos("--boards", "100", "--seed", "3").catch((error) => error);
  expect(stdout.split("\n").filter((line: string) => line.startsWith("--seed"))).toEqual([]);
  expect(stdout).toContain("Seed 3: 100 boards");
  expect(stdout).toContain(" 0 with violations");
  expect(stdout).toMatch(/\(nothing\) *│ *\d+ *│ pass \d+ *│/);
});

test("one case is traced, and is the same each time", async () => {
  const first = await chaos("--seed", "3", "--only", "1");
  expect(first.stdout).toContain("-> link check");
  expect(first.stdout).toContain('## {"kind":"run-ended"');
  expect((await chaos("--seed", "3", "--only", "1")).stdout).toBe(first.stdout);
});

test.each([
  [["--boards", "0"], "--boards"],
  [["--only", "3"], "--only"],
  [["--seed", "x"], "--seed"],
  [["--sed", "1"], "--sed"],
])("refuses %j, naming the option", (args, option) => {
  expect(() => readOptions(args)).toThrow(InputError);
  expect(() => readOptions(args)).toThrow(option);
});

test("a refusal names the program once, and is exit code 2", async () => {
  const stderr = expect.stringMatching(/^chaos: --boards: "0" is no whole number from 1 to \d+\. /);
  await expect(chaos(...["--boards", "0"])).rejects.toMatchObject({ code: 2, stderr });
});
