import { expect, test } from "vitest";
import { buildApp } from "../../libs/firmware/build-image.ts";
import type { EventOf } from "../support/lot-events.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";

/** Boards by their fixtures: what ails them, and the code that must come of it. */
const BOARDS = [
  { chip: "bk7231n", faults: [], code: null },
  { chip: "bk7231n", faults: ["dies-at:0x4000"], code: "link-lost" },
  { chip: "bk7231t", faults: [], code: null },
  { chip: "bk7231t", faults: ["silent"], code: "no-link" },
  { chip: "bk7231n", faults: ["wrong-crc"], code: "verify-mismatch" },
  { chip: "bk7231t", faults: ["stuck:0x14321:0x10"], code: "erase-failed" },
  // Erases and programs are accepted and change nothing.
  { chip: "bk7231n", faults: ["protected"], code: "protected" },
  { chip: "bk7231t", faults: ["protected"], code: "protected" },
] as const;

const idOf = (index: number): string => `F0${index + 1}`;
const serialOf = (index: number): string => `SN00${index + 1}`;

/** A lot with a board of each kind; one attempt each. */
const layOut = (place: Workplace): string => {
  for (const chip of ["bk7231n", "bk7231t"] as const) {
    const file = `${chip}.rbl`;
    place.write(file, buildApp({ chip, seed: 4, bytes: 60_000, version: "1.0.4" }));
    const once = { retries: 0, linkAttempts: 1 };
    place.write(`${chip}.yaml`, { recipe: `one-${chip}`, chip, images: [{ file }], ...once });
  }
  const fixtures = BOARDS.map(({ chip, faults }, index) => ({
    id: idOf(index),
    recipe: `${chip}.yaml`,
    virtual: { chip, faults },
  }));
  return place.write("jig.yaml", { jig: "mixed", trigger: "auto", fixtures });
};

test("each faulty board fails with its own code, the others pass; events, report and history tell it", async () => {
  await using place = new Workplace();
  const lot = ["--first", serialOf(0), "--count", String(BOARDS.length), "--lot", "L1"];
  const ending = await place.run("run", "--jig", layOut(place), ...lot, "--fast", "--json");
  expect(ending.exitCode).toBe(1);
  expect(place.processes()).toEqual([]);

  const events = eventsOf(ending);
  for (const { kind, at } of events) {
    expect(kind).toMatch(/^[a-z-]+$/);
    expect(new Date(at).toISOString()).toBe(at);
  }
  expect(events[0]).toMatchObject({ kind: "worker-started", pid: expect.any(Number) });
  const ended = events.filter((event): event is EventOf<"run-ended"> => event.kind === "run-ended");
  const told = ended.map(({ fixture, serial, run, verdict, failure }) => {
    expect(run).toMatch(/^[0-9A-Z]{26}$/);
    return { fixture, serial, verdict, code: failure?.code ?? null };
  });
  const expected = BOARDS.map(({ code }, index) => ({
    fixture: idOf(index),
    serial: serialOf(index),
    verdict: code === null ? "pass" : "fail",
    code,
  }));
  expect(told.sort((a, b) => a.serial.localeCompare(b.serial))).toEqual(expected);
  const counts = { pass: 2, fail: 6, error: 0, aborted: 0, notRun: 0 };
  expect(events.at(-1)).toMatchObject({ kind: "lot-ended", lot: "L1", ...counts });

  const report = await place.run("report", "--lot", "L1", "--format", "json");
  const { serials, runs, totals } = JSON.parse(report.stdout);
  expect(serials).toMatchObject(
    expected.map(({ serial, fixture, verdict, code }) => ({
      serial,
      fixture,
      verdict,
      cause: code,
      attempts: 1,
    })),
  );
  expect(runs).toHaveLength(BOARDS.length);
  expect(totals).toMatchObject({ boards: 8, ...counts, yield: 0.25 });

  const history = await place.run("history", serialOf(4));
  expect(history).toMatchObject({ exitCode: 0, stderr: "" });
  expect(history.stdout).toMatch(/Lot L1, attempt 1: FAIL[\s\S]*verify-mismatch/);

  const log = await place.run("log", serialOf(3));
  expect(log).toMatchObject({ exitCode: 0, stderr: "" });
  expect(log.stdout).toMatch(/power move start[\s\S]*-> link check {2}01e0fc0100 {2}\d+ times/);
  expect(log.stdout).toMatch(/run-ended verdict fail, failure {"code":"no-link"/);
});
