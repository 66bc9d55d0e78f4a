import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";

const PROGRAM = resolve(import.meta.dirname, "../../../dist/apps/bench/main.js");
const TEMPORARY = mkdtempSync(join(tmpdir(), "bench-test-"));
const bench = (...args: string[]) =>
  promisify(execFile)(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, TMPDIR: TEMPORARY },
  });

afterAll(() => rmSync(TEMPORARY, { recursive: true }));

const cellsOf = (table: string, name: string): readonly string[] => {
  const line = table.split("\n").find((text) => text.includes(name)) ?? "";
  return line
    .split("│")
    .slice(2, -1)
    .map((cell) => cell.trim());
};

test("flashes lots by the real program and tells what they took", async () => {
  const { stdout } = await bench("--boards", "1,2", "--app-bytes", "5000");
  expect(cellsOf(stdout, "1 board")).toEqual(["1 board", "2 boards"]);
  const [first, second] = cellsOf(stdout, "BK7231T: first erase to last CRC");
  expect([first, second]).toEqual(["", expect.stringMatching(/^\d+\.\d\d s$/)]);
  const [, measured, bound] = ["", "BK7231N: first erase", "bound of wire"].map((name) =>
    Number.parseFloat(cellsOf(stdout, name)[0] ?? ""),
  );
  expect(measured).toBeGreaterThanOrEqual(bound ?? Number.NaN);
  for (const part of ["workers", "coordinator", "redis", "simulator", "dashboard"]) {
    const rows = stdout.split("\n").filter((line) => line.includes(` ${part} `));
    expect(rows.map((line) => /[1-9]\d* MiB/.test(line))).toEqual([false, true]);
  }
  expect(readdirSync(TEMPORARY)).toEqual([]);
});

test.each([
  [["--boards", "1,x"], "--boards"],
  [["--boards", "0"], "--boards"],
  [["--app-bytes", "9999999"], "--app-bytes"],
  [["--bords", "1"], "--bords"],
])("refuses %j with exit code 2, naming the option", async (args, option) => {
  const refused = expect.objectContaining({ code: 2, stderr: expect.stringContaining(option) });
  await expect(bench(...args)).rejects.toEqual(refused);
});
