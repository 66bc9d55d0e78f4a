import { expect, test } from "vitest";
import { Workplace } from "../support/run-flashline.ts";

/** Of the demo's eight kinds of boards; a silent one takes its time. */
const SIX = ["--fixtures", "6", "--boards", "6"];

test.concurrent("the demo flashes 24 boards and names the next commands, which work", async () => {
  await using place = new Workplace();
  const demo = await place.run("demo", "--fast", "--headless");
  expect(demo).toMatchObject({ exitCode: 0, stdout: "" });
  expect(demo.stderr).toContain("24 boards: 24 PASS, 0 FAIL, 0 ERROR, 0 ABORTED, 0 NOT RUN.");
  expect(demo.stderr.match(/F0[1-8] DEMO00\d\d PASS/g)).toHaveLength(24);
  expect(place.processes()).toEqual([]);

  const next = demo.stderr.match(/npx flashline report (.*)$/m)?.[1] ?? "";
  const report = await place.run("report", ...next.split(" "));
  expect(report.exitCode).toBe(0);
  expect(report.stdout.match(/^DEMO00\d\d +PASS/gm)).toHaveLength(24);
});

test.concurrent("the demo's faulty boards fail, each with a cause and a remedy", async () => {
  await using place = new Workplace();
  const demo = await place.run("demo", "--fast", "--faults", "--headless", ...SIX);
  expect(demo).toMatchObject({ exitCode: 1, stdout: "" });
  const summary = demo.stderr.slice(demo.stderr.indexOf("6 boards:"));
  expect(summary).toMatch(/^6 boards: 3 PASS, 3 FAIL, 0 ERROR/);
  const told = [...summary.matchAll(/^ {2}(DEMO\d+) in (F\d+): FAIL ([a-z-]+)\. (.*)$/gm)];
  const causes = told.map(([, serial, , code]) => [serial, code]).sort();
  expect(causes).toEqual([
    ["DEMO0002", "erase-failed"],
    ["DEMO0004", "link-lost"],
    ["DEMO0005", "verify-mismatch"],
  ]);
  // Each was tried in another fixture, too.
  expect(summary.match(/It failed in F0\d, too: the board is bad\./g)).toHaveLength(3);
  for (const [, , , , said = ""] of told) expect(said).toMatch(/^[A-Z].*\. (Seat|Set) .*\.$/);
});
