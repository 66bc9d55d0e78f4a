import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { drawCase } from "../../../apps/fuzz/draw-case.ts";
import { readOptions } from "../../../apps/fuzz/read-options.ts";
import { InputError } from "../../../libs/input/input-error.ts";

const PROGRAM = resolve(import.meta.dirname, "../../../dist/apps/fuzz/main.js");
const fuzz = (...args: string[]) => promisify(execFile)(process.execPath, [PROGRAM, ...args]);

test("a short round: nothing thrown, no changed code accepted, every plan what its file says", async () => {
  const { stdout } = await fuzz("--cases", "600", "--seed", "3").catch((error) => error);
  expect(stdout.split("\n").filter((line: string) => line.startsWith("--seed"))).toEqual([]);
  expect(stdout).toContain("Seed 3: 600 files");
  expect(stdout).toContain(" 0 with violations");
  for (const base of ["app", "qio", "uf2"]) {
    expect(stdout).toMatch(new RegExp(`^${base} +accepted +\\d+$`, "m"));
    expect(stdout).toMatch(new RegExp(`^${base} +refused +\\d+$`, "m"));
  }
});

test("one case is told again, the same each time, and its file saved", async () => {
  const folder = await mkdtemp(join(tmpdir(), "fuzz-"));
  try {
    const file = join(folder, "case.bin");
    const { stdout } = await fuzz("--seed", "3", "--only", "5", "--save", file);
    const one = drawCase(3, 5);
    expect(stdout).toContain(`${one.base.kind} of ${one.base.chip}`);
    expect(new Uint8Array(await readFile(file))).toEqual(one.bytes);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each([
  [["--cases", "0"], "--cases"],
  [["--only", "3"], "--only"],
  [["--save", "x"], "--save"],
  [["--seed", "x"], "--seed"],
  [["--sed", "1"], "--sed"],
])("refuses %j, naming the option", (args, option) => {
  expect(() => readOptions(args)).toThrow(InputError);
  expect(() => readOptions(args)).toThrow(option);
});

test("a refusal names the program once, and is exit code 2", async () => {
  const stderr = expect.stringMatching(/^fuzz: --cases: "0" is no whole number from 1 to \d+\. /);
  await expect(fuzz(...["--cases", "0"])).rejects.toMatchObject({ code: 2, stderr });
});
