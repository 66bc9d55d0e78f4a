import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const PROGRAM = resolve(import.meta.dirname, "../../../dist/apps/chaos/main.js");
const chaos = (...args: string[]) =>
  promisify(execFile)(process.execPath, [PROGRAM, ...args], { maxBuffer: 2 ** 26 });

test("a short round: no false pass, no hang, no wrong cause; a table tells what happened", async () => {
  const { stdout } = await chaos("--boards", "150", "--seed", "3").catch((error) => error);
  expect(stdout.split("\n").filter((line: string) => line.startsWith("--seed"))).toEqual([]);
  expect(stdout).toContain("Seed 3: 150 boards");
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
])("refuses %j with exit code 2, naming the option", async (args, option) => {
  const refused = expect.objectContaining({ code: 2, stderr: expect.stringContaining(option) });
  await expect(chaos(...args)).rejects.toEqual(refused);
});
