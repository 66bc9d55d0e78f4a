import fc from "fast-check";
import { expect, test } from "vitest";
import type { Failure } from "../../../libs/failure/failure.ts";
import { placeRuns } from "../../../libs/figures/place-runs.ts";
import { type LotSummary, summariseLot } from "../../../libs/report/summarise-lot.ts";
import type { RunFacts } from "../../../libs/run/run-facts.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import { runThat } from "../figures/sample-runs.ts";
import { sampleFailure, samplePass } from "../journal/sample-records.ts";

const ORDERED = ["SN0001", "SN0002", "SN0003"];

const summarise = (runs: readonly RunFacts[], ordered: readonly string[] = []): LotSummary =>
  summariseLot("LOT-1", placeRuns(runs), ordered);

const boot: Failure = { code: "boot-silent", withinMs: 5000 };
const gone: Failure = { code: "port-gone", port: "/dev/x", reason: "unplugged" };

test("a board counts by its last run, and its first run alone makes first-pass yield", () => {
  const { rows, totals } = summarise(
    [
      sampleFailure(boot, { run: "R1", serial: "SN0001" }),
      samplePass({ run: "R2", serial: "SN0001", attempt: 2, fixture: "F07" }),
      samplePass({ run: "R3", serial: "SN0002" }),
    ],
    ORDERED,
  );
  expect(rows.map(({ serial, verdict, attempts }) => [serial, verdict, attempts])).toEqual([
    ["SN0001", "pass", 2],
    ["SN0002", "pass", 1],
    ["SN0003", "not-run", 0],
  ]);
  expect(rows[0]).toMatchObject({
    fixture: "F07",
    run: "R2",
    cause: null,
    firstVerdict: "fail",
    durationMs: 23_400,
    endedAt: "2026-03-01T10:00:23.400Z",
  });
  expect(totals).toMatchObject({ boards: 3, pass: 2, fail: 0, notRun: 1, runs: 3, yield: 1 });
  expect(totals.firstPassYield).toBe(0.5);
  expect(totals.failures).toEqual([{ code: "boot-silent", boards: 0, runs: 1 }]);
});

test("the station's errors and the operator's stops are in no yield", () => {
  const { rows, totals } = summarise(
    [
      sampleFailure(gone, { run: "R1", serial: "SN0001" }),
      samplePass({ run: "R2", serial: "SN0002", verdict: "aborted" }),
    ],
    ORDERED,
  );
  expect(rows[0]).toMatchObject({ verdict: "error", cause: "port-gone" });
  expect(rows[0]?.explanation).toMatch(/unplugged/);
  expect(totals).toMatchObject({ error: 1, aborted: 1, notRun: 1 });
  expect(totals.yield).toBeNull();
  expect(totals.firstPassYield).toBeNull();
});

test("a board whose last run has no end is open, whatever it was before", () => {
  const { rows, totals } = summarise([
    samplePass({ run: "R1" }),
    runThat("open", { run: "R2", attempt: 2 }),
  ]);
  expect(rows).toMatchObject([{ verdict: "open", attempts: 2, run: "R2", endedAt: null }]);
  expect(totals).toMatchObject({ pass: 0, open: 1, firstPassYield: 1 });
});

test("the last run is the last attempt, also when another host's clock is behind", () => {
  const { rows } = summarise([
    sampleFailure(boot, { run: "R1", startedAt: "2026-03-01T10:05:00.000Z" }),
    samplePass({ run: "R2", attempt: 2, startedAt: "2026-03-01T10:00:00.000Z" }),
  ]);
  expect(rows).toMatchObject([{ verdict: "pass", run: "R2", firstVerdict: "fail" }]);
});

test("rows follow the order of the lot, then the order of scanning", () => {
  const { rows } = summarise(
    [
      samplePass({ run: "R1", serial: "EXTRA-2", startedAt: "2026-03-01T10:00:01.000Z" }),
      samplePass({ run: "R2", serial: "EXTRA-1", startedAt: "2026-03-01T10:00:02.000Z" }),
      samplePass({ run: "R3", serial: "B", startedAt: "2026-03-01T10:00:03.000Z" }),
    ],
    ["B", "A"],
  );
  expect(rows.map(({ serial }) => serial)).toEqual(["B", "A", "EXTRA-2", "EXTRA-1"]);
});

/** 2,000 runs of up to 700 boards; a board's attempts count up, as the coordinator counts them. */
const generated = fc
  .array(
    fc.record({
      board: fc.nat(699),
      end: fc.constantFrom("pass", "fail-boot", "fail-link", "error", "aborted"),
    }),
    { minLength: 2000, maxLength: 2000 },
  )
  .map((plan) => {
    const attempts = new Map<number, number>();
    return plan.map(({ board, end }, index): RunRecord => {
      const attempt = (attempts.get(board) ?? 0) + 1;
      attempts.set(board, attempt);
      const startedAt = new Date(Date.UTC(2026, 2, 1) + index * 1000).toISOString();
      const own = { run: `R${index}`, serial: `SN${board}`, attempt, startedAt };
      if (end === "pass") return samplePass(own);
      if (end === "aborted") return samplePass({ ...own, verdict: "aborted" });
      if (end === "error") return sampleFailure(gone, own);
      return sampleFailure(
        end === "fail-boot" ? boot : { code: "no-link", attempts: 3, heard: 0 },
        own,
      );
    });
  });

test("the figures of 2,000 records are those of a plain count over the records", () => {
  fc.assert(
    fc.property(generated, (records) => {
      const ordered = Array.from({ length: 750 }, (_, board) => `SN${board}`);
      const { rows, totals } = summarise(records.toReversed(), ordered);

      let [pass, fail, error, aborted, notRun, firstPass, firstCounted] = [0, 0, 0, 0, 0, 0, 0];
      const boardsByCode: Record<string, number> = {};
      for (const serial of ordered) {
        const own = records.filter((record) => record.serial === serial);
        const last = own.at(-1);
        if (last === undefined) notRun += 1;
        if (last?.verdict === "pass") pass += 1;
        if (last?.verdict === "fail") fail += 1;
        if (last?.verdict === "error") error += 1;
        if (last?.verdict === "aborted") aborted += 1;
        if (own[0]?.verdict === "pass") firstPass += 1;
        if (own[0]?.verdict === "pass" || own[0]?.verdict === "fail") firstCounted += 1;
        const code = last?.failure?.code;
        if (code) boardsByCode[code] = (boardsByCode[code] ?? 0) + 1;
        expect(rows.find((row) => row.serial === serial)?.attempts).toBe(own.length);
      }
      expect(rows).toHaveLength(750);
      expect(totals).toMatchObject({ boards: 750, pass, fail, error, aborted, notRun, open: 0 });
      expect(totals.runs).toBe(2000);
      expect(totals.yield).toBeCloseTo(pass / (pass + fail), 12);
      expect(totals.firstPassYield).toBeCloseTo(firstPass / firstCounted, 12);
      for (const cause of totals.failures) {
        expect(cause.boards).toBe(boardsByCode[cause.code] ?? 0);
        expect(cause.runs).toBe(records.filter((r) => r.failure?.code === cause.code).length);
      }
      expect(totals.failures.reduce((sum, cause) => sum + cause.runs, 0)).toBe(
        records.filter((record) => record.failure !== null).length,
      );
    }),
    { numRuns: 5 },
  );
});

test("every board is counted once, whatever the runs and their order", () => {
  fc.assert(
    fc.property(generated, fc.infiniteStream(fc.integer()), (records, order) => {
      const some = records.slice(0, 60);
      const shuffled = some
        .map((record) => ({ record, key: order.next().value ?? 0 }))
        .sort((left, right) => left.key - right.key)
        .map(({ record }) => record);
      const { rows, totals } = summarise(shuffled);
      expect(rows.length).toBe(new Set(some.map((record) => record.serial)).size);
      expect(totals.pass + totals.fail + totals.error + totals.aborted).toBe(rows.length);
      expect({ rows, totals }).toMatchObject({
        rows: summarise(some).rows,
        totals: summarise(some).totals,
      });
    }),
    { numRuns: 20 },
  );
});
