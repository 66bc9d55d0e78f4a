import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { generateRuns } from "../../apps/bench/generate-runs.ts";
import { writeGeneratedJournal } from "../support/generated-journal.ts";
import { Workplace } from "../support/run-flashline.ts";

const PROGRAM = join(resolve(import.meta.dirname, "../.."), "bin/flashline");
const LINE = { seed: 2, runs: 400 };

/** A report that is written to `stdout`; its exit code and what it complained about. */
const writeTo = async (
  folder: string,
  stdout: "pipe" | number,
  onStart?: (stdout: NodeJS.ReadableStream & { destroy(): void }) => void,
): Promise<{ readonly exitCode: unknown; readonly stderr: string }> => {
  const args = ["report", "--data", folder, "--format", "json"];
  const child = spawn(PROGRAM, args, { stdio: ["ignore", stdout, "pipe"] });
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  if (child.stdout !== null) onStart?.(child.stdout);
  const [exitCode] = await once(child, "close");
  return { exitCode, stderr };
};

test("a report whose reader is gone ends quietly; one that the output does not take says so", async () => {
  await using place = new Workplace();
  writeGeneratedJournal(place.path("data"), LINE);
  const full = openSync("/dev/full", "w");
  const [gone, refused] = await Promise.all([
    writeTo(place.path("data"), "pipe", (stdout) => stdout.once("data", () => stdout.destroy())),
    writeTo(place.path("data"), full),
  ]);
  closeSync(full);
  expect(gone).toEqual({ exitCode: 0, stderr: "" });
  expect(refused).toEqual({
    exitCode: 3,
    stderr:
      "flashline: station error: What was to be printed cannot be written: its disk is full (ENOSPC).\n",
  });
});

test("the program writes what is asked for, and no more", async () => {
  await using place = new Workplace();
  writeGeneratedJournal(place.path("data"), LINE);
  const bounds = ["--fixture", "F07", "--until", "2026-03-20T05:00Z", "--shifts", "05:40"];
  const report = (...args: readonly string[]) => place.run("report", "--data", "data", ...args);
  const [json, wrong] = await Promise.all([
    report("--format", "json", "-o", "report.json", ...bounds),
    report("--since", "tomorrow"),
  ]);
  expect(json).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  const told = JSON.parse(Buffer.from(place.read("report.json")).toString());
  const expected = [...generateRuns(LINE)].filter(
    ({ fixture, startedAt }) => fixture === "F07" && startedAt < "2026-03-20T05:00",
  );
  expect(expected.length).toBeGreaterThan(10);
  expect(told.runs).toEqual(expected);
  expect(told.totals.runs).toBe(expected.length);
  expect(told.scope).toMatchObject({ fixture: "F07", until: "2026-03-20T05:00:00.000Z" });
  expect(told.figures.by.shiftOfDay.map(({ key }: { key: string }) => key)).toEqual(["05:40"]);
  expect(wrong.exitCode).toBe(2);
  expect(wrong.stderr).toMatch(/^flashline: --since: "tomorrow" is no time\. Give a day/);
});
