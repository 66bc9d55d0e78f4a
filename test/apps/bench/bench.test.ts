import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { readOptions } from "../../../apps/bench/read-options.ts";
import { InputError } from "../../../libs/input/input-error.ts";

const PROGRAM = resolve(import.meta.dirname, "../../../dist/apps/bench/main.js");
const TEMPORARY = mkdtempSync(join(tmpdir(), "bench-test-"));
const bench = (...args: string[]) =>
  promisify(execFile)(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, TMPDIR: TEMPORARY },
  });

afterAll(() => rmSync(TEMPORARY, { recursive: true }));

/** The rows of the table whose title begins so, each by the heads of its columns. */
const rowsOf = (stdout: string, title: string): Readonly<Record<string, string>>[] => {
  const lines = stdout.split("\n");
  const begin = lines.findIndex((line) => line.startsWith(title));
  const end = lines.indexOf("", begin);
  const [head = [], ...rows] = lines
    .slice(begin, end)
    .filter((line) => line.startsWith("│"))
    .map((line) =>
      line
        .split("│")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return rows.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ""])));
};

/** A single sector would take as long at 921600 baud: a write step that is shorter has sent none. */
const SECTOR_ON_WIRE_MS = 44;

test("flashes lots by the real program and tells what they took", async () => {
  const what = ["--boards", "2", "--adapter", "1ms", "--images", "full,unchanged"];
  const { stdout } = await bench(...what, "--app-bytes", "5000");
  const speed = rowsOf(stdout, "First erase to last CRC");
  expect(speed.map(({ adapter, images, chip }) => [adapter, images, chip])).toEqual([
    ["1 ms", "full", "BK7231N"],
    ["1 ms", "full", "BK7231T"],
    ["1 ms", "unchanged", "BK7231N"],
    ["1 ms", "unchanged", "BK7231T"],
  ]);
  for (const { mean, bound, "mean/bound": ratio } of speed.slice(0, 2)) {
    expect(mean).toMatch(/^\d+\.\d\d s$/);
    expect(Number.parseFloat(mean ?? "")).toBeGreaterThanOrEqual(Number.parseFloat(bound ?? ""));
    expect(Number(ratio)).toBeGreaterThanOrEqual(1);
  }
  for (const row of speed.slice(2)) {
    expect(row.mean).toBe("");
    expect(row["of full run"]).toMatch(/^\d+ %$/);
  }
  const steps = rowsOf(stdout, "Where the time went");
  for (const row of steps.slice(0, 2)) {
    for (const step of ["erase", "write", "verify"]) expect(row[step]).toMatch(/^\d+ \([+-]\d+\)$/);
    for (const step of ["link", "identify", "boot"]) expect(row[step]).toMatch(/^\d+ ms$/);
  }
  for (const row of steps.slice(2)) {
    for (const step of ["write", "compare"]) expect(row[step]).toMatch(/^\d+ ms$/);
    expect(Number.parseInt(row.write ?? "", 10)).toBeLessThan(SECTOR_ON_WIRE_MS);
  }
  for (const row of rowsOf(stdout, "CPU seconds per board"))
    expect(Number(row.station)).toBeGreaterThan(0);
  for (const row of rowsOf(stdout, "Memory")) {
    for (const part of ["station", "workers", "coordinator", "redis", "simulator", "dashboard"])
      expect(row[part]).toMatch(/^[1-9]\d* MiB$/);
  }
  expect(readdirSync(TEMPORARY)).toEqual([]);
});

test.each([
  [["--boards", "1,x"], "--boards"],
  [["--boards", "0"], "--boards"],
  [["--app-bytes", "9999999"], "--app-bytes"],
  [["--baud", "12345"], "--baud"],
  [["--adapter", "16s"], "--adapter"],
  [["--images", "half"], "--images"],
  [["--all", "--boards", "1"], "--all"],
  [["--bords", "1"], "--bords"],
])("refuses %j, naming the option", (args, option) => {
  expect(() => readOptions(args)).toThrow(InputError);
  expect(() => readOptions(args)).toThrow(option);
});

test("a refusal names the program once, and is exit code 2", async () => {
  const stderr = expect.stringMatching(/^bench: --boards: "0" is no whole number from 1 to \d+\. /);
  await expect(bench(...["--boards", "0"])).rejects.toMatchObject({ code: 2, stderr });
});
