import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateRuns, WRONG } from "../../apps/bench/generate-runs.ts";
import type { Distribution } from "../../libs/figures/distribution.ts";
import type { Dimension, Group } from "../../libs/figures/groups.ts";
import type { Yields } from "../../libs/figures/yields.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import { JOURNAL_FILE, openJournal } from "../../libs/journal/open-journal.ts";
import { formatCsvReport } from "../../libs/report/csv-report.ts";
import { formatJsonReport } from "../../libs/report/json-report.ts";
import { formatJunitReport } from "../../libs/report/junit-report.ts";
import { readReport } from "../../libs/report/read-report.ts";
import type { Report } from "../../libs/report/report.ts";
import { formatTextReport } from "../../libs/report/text-report.ts";
import { formatHtmlReport } from "../../libs/report-page/html-report.tsx";
import { scratchFolder } from "../libs/journal/scratch.ts";
import { parseCsv } from "../libs/report/parse-csv.ts";
import { Page } from "../libs/report-page/read-page.ts";
import { NOT_RUN, OPEN_RUNS, writeGeneratedJournal } from "../support/generated-journal.ts";
import { type CountedYields, RecordCounter } from "./count-by-sql.ts";

const LINE = { seed: 6, runs: 50_000 };
const TIME_ZONE = "Europe/Berlin";
const EVERYTHING = { lot: null, fixture: null, since: null, until: null };
const PLACE = {
  timeZone: TIME_ZONE,
  shiftStarts: [6, 14, 22].map((hour) => hour * 3_600_000),
  now: new Date("2026-06-01T12:00:00.000Z"),
};

const folder = mkdtempSync(join(tmpdir(), "generated-journal-"));
let journal: Journal;
let report: Report;
let sql: RecordCounter;

beforeAll(() => {
  writeGeneratedJournal(folder, LINE);
  journal = openJournal(folder, { mode: "read" });
  report = readReport(journal, EVERYTHING, PLACE);
  sql = new RecordCounter(folder, TIME_ZONE);
});

afterAll(() => {
  sql[Symbol.dispose]();
  journal.close();
  rmSync(folder, { recursive: true });
});

const counted = (yields: Yields): Omit<CountedYields, "key"> => ({
  boards: yields.boards,
  pass: yields.pass,
  fail: yields.fail,
  error: yields.error,
  aborted: yields.aborted,
  open: yields.open,
  doubtful: yields.doubtful,
  runs: yields.runs,
  firstPass: yields.firstPass.pass,
  firstOf: yields.firstPass.of,
  finalOf: yields.final.of,
});

test("the rows of the generated journal are those that the journal itself writes", () => {
  const line = { seed: 3, runs: 60 };
  const [quick, real] = [scratchFolder(), scratchFolder()];
  writeGeneratedJournal(quick, line);
  {
    using written = openJournal(real, { mode: "write" });
    for (const record of [...generateRuns(line)].slice(0, -OPEN_RUNS)) written.endRun(record);
  }
  const rowsOf = (dir: string): unknown => {
    using raw = new DatabaseSync(join(dir, JOURNAL_FILE), { readOnly: true });
    return raw
      .prepare("SELECT * FROM run_started s JOIN run_ended e ON e.run = s.run ORDER BY s.run")
      .all();
  };
  expect(rowsOf(quick)).toEqual(rowsOf(real));
});

test("totals are those of a count by SQL over the raw records", () => {
  const [total] = sql.yields("''");
  const { totals } = report;
  expect({ key: "", ...counted(totals) }).toEqual({
    ...total,
    boards: (total?.boards ?? 0) + NOT_RUN.length,
  });
  expect(totals.notRun).toBe(NOT_RUN.length);
  expect(totals.open).toBe(OPEN_RUNS);
  expect(totals.doubtful).toBeGreaterThan(0);
  expect(totals.yield).toBe(totals.pass / (totals.pass + totals.fail));
  expect(totals.firstPassYield).toBe(totals.firstPass.pass / totals.firstPass.of);
  expect(totals.finalYield).toBe(totals.pass / totals.final.of);
  const rows = report.lots.flatMap((lot) => lot.rows);
  expect(rows).toHaveLength(totals.boards);
  expect(rows.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(LINE.runs);
});

const SHIFT = `CASE WHEN substr(wall, 12) < '06:00' THEN date(wall, '-1 day') || ' 22:00'
  WHEN substr(wall, 12) < '14:00' THEN date(wall) || ' 06:00'
  WHEN substr(wall, 12) < '22:00' THEN date(wall) || ' 14:00'
  ELSE date(wall) || ' 22:00' END`;

test.each<[Dimension, string]>([
  ["lot", "lot"],
  ["fixture", "fixture"],
  ["operator", "operator"],
  ["recipe", "recipe"],
  ["shift", SHIFT],
  ["shiftOfDay", `substr(${SHIFT}, 12)`],
])("yields by %s are those of a count by SQL", (dimension, key) => {
  const byKey = (left: { key: string | null }, right: { key: string | null }): number =>
    (left.key ?? "") < (right.key ?? "") ? -1 : 1;
  const groups = report.figures.by[dimension].map((group: Group) => ({
    key: group.key,
    ...counted(group),
  }));
  expect(groups.toSorted(byKey)).toEqual(sql.yields(key).toSorted(byKey));
  expect(groups.length).toBeGreaterThan(1);
});

test("yields over time are those of a count by SQL, by days of the wall clock", () => {
  const { every, points } = report.figures.overTime;
  expect(every).toBe("day");
  expect(points.map((point) => ({ key: point.from, ...counted(point) }))).toEqual(
    sql.yields("date(wall) || ' 00:00'"),
  );
});

test("a group is what a report of nothing else would say", () => {
  const bound = readReport(journal, { ...EVERYTHING, fixture: WRONG.socket }, PLACE);
  const inFixture = report.figures.by.fixture.find(({ key }) => key === WRONG.socket);
  expect(counted(bound.totals)).toEqual(inFixture && counted(inFixture));
  const lot = report.lots[3]?.lot ?? "";
  const ofLot = readReport(journal, { ...EVERYTHING, lot }, PLACE);
  expect(ofLot.lots).toEqual([report.lots[3]]);
  const [point] = report.figures.overTime.points.slice(12, 13);
  const day = Date.parse(`${point?.from.replace(" ", "T")}+02:00`);
  const since = new Date(day).toISOString();
  const until = new Date(day + 24 * 3_600_000).toISOString();
  const ofDay = readReport(journal, { ...EVERYTHING, since, until }, PLACE);
  expect(counted(ofDay.totals)).toEqual(point && counted(point));
  expect(ofDay.totals.runs).toBeGreaterThan(1000);
});

test("causes, by fixture too, are those of a count by SQL", () => {
  const { causes, heatMap } = report.figures;
  const expected = sql.rows(`
    SELECT code, verdict, count(*) AS runs, count(DISTINCT lot || '/' || serial) AS boards,
      count(*) FILTER (WHERE place = boardRuns) AS lost,
      1.0 * count(*) / sum(count(*)) OVER () AS share
    FROM (SELECT *, max(place) OVER (PARTITION BY lot, serial) AS boardRuns FROM r)
    WHERE code IS NOT NULL GROUP BY code ORDER BY runs DESC, code`);
  expect(causes.map(({ cumulative: _, ...cause }) => cause)).toEqual(expected);
  expect(causes.at(-1)?.cumulative).toBe(1);
  const cells = heatMap.fixtures.flatMap((fixture, row) =>
    heatMap.causes.map((code, column) => ({ fixture, code, n: heatMap.runs[row]?.[column] })),
  );
  expect(cells.filter(({ n }) => n !== 0)).toHaveLength(
    sql.rows("SELECT DISTINCT fixture, code FROM r WHERE code IS NOT NULL").length,
  );
  const counts = sql.rows(
    "SELECT fixture, code, count(*) AS n FROM r WHERE code IS NOT NULL GROUP BY fixture, code",
  );
  expect(cells).toEqual(expect.arrayContaining([...counts]));
});

test("times of steps and runs are those of a count by SQL", () => {
  const check = (times: Distribution | null, from: string): void => {
    expect(times).not.toBeNull();
    if (times === null) return;
    const [all] = sql.rows(
      `SELECT count(*) AS n, min(ms) AS least, max(ms) AS most FROM (${from})`,
    );
    expect([times.count, times.minMs, times.maxMs]).toEqual([all?.n, all?.least, all?.most]);
    expect([times.medianMs, times.p90Ms, times.p99Ms]).toEqual(
      [50, 90, 99].map((part) => sql.percentile(from, times.count, part)),
    );
    const { fromMs = 0, toMs = 0 } = times.bins[0] ?? {};
    const lastBin = times.bins.length - 1;
    const bins = sql.rows(`
      SELECT min(CAST((ms - ${fromMs}) / ${toMs - fromMs} AS INT), ${lastBin}) AS bin, count(*) AS n
      FROM (${from}) GROUP BY 1`);
    const filled = times.bins.map(({ count }, bin) => ({ bin, n: count }));
    expect(filled.filter(({ n }) => n > 0)).toEqual(bins);
  };
  const { cycle, steps } = report.figures;
  check(cycle, "SELECT ms FROM r WHERE verdict = 'pass'");
  expect(steps.map(({ step }) => step).toSorted()).toEqual(
    sql.rows("SELECT DISTINCT name FROM step ORDER BY name").map(({ name }) => name),
  );
  for (const { step, times } of steps) check(times, `SELECT ms FROM step WHERE name = '${step}'`);
});

test("retests are those of a count by SQL", () => {
  const { boards, pairs, fixtures } = report.figures.retests;
  expect(boards).toEqual(
    sql.rows(`
      SELECT runs, count(*) AS boards, count(*) FILTER (WHERE verdict = 'pass') AS passed
      FROM (SELECT *, max(place) OVER (PARTITION BY lot, serial) AS runs FROM r)
      WHERE place = runs GROUP BY runs ORDER BY runs`),
  );
  const expected = sql.rows(`
    SELECT before AS first, verdict AS next,
      count(*) FILTER (WHERE fixture = beforeFixture) AS sameFixture,
      count(*) FILTER (WHERE fixture <> beforeFixture) AS otherFixture
    FROM r WHERE before IS NOT NULL AND before <> 'open' AND verdict <> 'open' GROUP BY 1, 2`);
  expect(pairs).toHaveLength(expected.length);
  expect(pairs).toEqual(expect.arrayContaining([...expected]));
  expect(fixtures).toEqual(
    sql.rows(`
      SELECT beforeFixture AS fixture,
        count(*) FILTER (WHERE fixture = beforeFixture AND verdict = 'pass') AS passedHere,
        count(*) FILTER (WHERE fixture = beforeFixture AND verdict = 'fail') AS failedHere,
        count(*) FILTER (WHERE fixture <> beforeFixture AND verdict = 'pass') AS passedElsewhere,
        count(*) FILTER (WHERE fixture <> beforeFixture AND verdict = 'fail') AS failedElsewhere
      FROM r WHERE before = 'fail' AND verdict IN ('pass', 'fail')
      GROUP BY beforeFixture ORDER BY beforeFixture`),
  );
});

test("what is wrong with the line is found, and nothing else", () => {
  const { suspects, drifts } = report.figures;
  const proven = (list: typeof suspects.fails): readonly string[] =>
    list.filter(({ judgement }) => judgement !== "unproven").map(({ fixture }) => fixture);
  expect(proven(suspects.fails)).toEqual([WRONG.socket]);
  expect(proven(suspects.errors)).toEqual([WRONG.adapter]);
  const [socket] = suspects.fails;
  const [rates] = sql.rows(`
    SELECT count(*) FILTER (WHERE fixture = '${WRONG.socket}' AND verdict = 'fail') AS hits,
      count(*) FILTER (WHERE fixture = '${WRONG.socket}') AS of,
      count(*) FILTER (WHERE fixture <> '${WRONG.socket}' AND verdict = 'fail') AS otherHits,
      count(*) FILTER (WHERE fixture <> '${WRONG.socket}') AS otherOf
    FROM r WHERE place = 1 AND verdict IN ('pass', 'fail')`);
  expect(socket).toMatchObject({
    hits: rates?.hits,
    of: rates?.of,
    others: { hits: rates?.otherHits, of: rates?.otherOf },
  });
  expect(drifts.length).toBe(2);
  for (const { step, fixture, change } of drifts) {
    expect([step, fixture]).toEqual(["write", WRONG.slow]);
    expect(change).toBeCloseTo(0.2, 1);
  }
});

test("json: every record as it is kept, and beside them serials, totals and figures", () => {
  const [head, ...others] = [...formatJsonReport(report)];
  const tail = others.pop();
  const runsInOrder = sql.rows("SELECT run FROM r WHERE verdict <> 'open' ORDER BY startedAt, run");
  expect(others).toHaveLength(runsInOrder.length);
  const wrong = runsInOrder.filter(
    ({ run }, n) => others[n] !== `${n === 0 ? "" : ","}${sql.record(String(run))}`,
  );
  expect(wrong).toEqual([]);
  const { serials, runs, ...beside } = JSON.parse(`${head}${tail}`);
  expect(serials).toHaveLength(report.totals.boards);
  expect(runs).toEqual([]);
  const { totals, figures, checks, decisions, scope, timeZone, madeAt, head: end } = report;
  expect(beside).toEqual({
    totals,
    figures,
    checks,
    decisions,
    scope,
    timeZone,
    madeAt,
    head: end,
  });
});

test("csv and junit: every board with its verdict", () => {
  const rows = report.lots.flatMap((lot) => lot.rows);
  const [, ...lines] = parseCsv([...formatCsvReport(report)].join(""));
  expect(lines.map(([lot, serial, verdict]) => [lot, serial, verdict])).toEqual(
    rows.map(({ lot, serial, verdict }) => [lot, serial, verdict]),
  );
  const junit = [...formatJunitReport(report)].join("");
  const count = (form: RegExp): number => junit.match(form)?.length ?? 0;
  expect(count(/<testcase /g)).toBe(rows.length);
  expect(count(/<failure /g)).toBe(report.totals.fail + report.totals.doubtful);
  expect(count(/<skipped /g)).toBe(NOT_RUN.length);
  const { error, aborted, open } = report.totals;
  expect(count(/<error /g)).toBe(error + aborted + open);
});

test("html: yields and causes as they were counted, boards that did not pass, and no more than fit a page", () => {
  const pieces = [...formatHtmlReport(report)];
  expect(pieces.join("").length).toBeLessThan(400_000);
  using page = new Page(pieces.join(""));
  const [total] = sql.yields("''");
  const [firstPass = "", all = "", final = ""] = page.texts('//dl[@class="key"]/div/dd[2]');
  expect(firstPass).toBe(`${total?.firstPass} of ${total?.firstOf} boards`);
  expect(all).toBe(`${total?.pass} of ${(total?.pass ?? 0) + (total?.fail ?? 0)} boards`);
  expect(final).toBe(`${total?.pass} of ${total?.finalOf} boards`);
  expect(page.table("Cause").map(([code, , runs]) => ({ code, runs: Number(runs) }))).toEqual(
    sql.rows(`SELECT code, count(*) AS runs FROM r WHERE code IS NOT NULL
      GROUP BY code ORDER BY runs DESC, code`),
  );
  const verdicts = page.texts('//table[thead/tr/th[1]="Serial"]/tbody/tr/td[1]');
  expect(verdicts).toHaveLength(500);
  expect(verdicts.filter((verdict) => verdict === "PASS")).toEqual([]);
});

test("text: 80 columns, every board, what is wrong with the line in words", () => {
  const text = [...formatTextReport(report, "drawn")].join("");
  const lines = text.split("\n");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  const verdicts = /^(SN|LATE)\d+ +(PASS|DOUBTFUL|FAIL|ERROR|ABORTED|OPEN|NOT RUN) /;
  expect(lines.filter((line) => verdicts.test(line))).toHaveLength(report.totals.boards);
  expect(text).toMatch(/^F07 fails more often: 7\.\d % of first runs/m);
  expect(text).toMatch(/^F12 has station errors more often: /m);
  expect(text).toMatch(/^Step write became \d\d % slower in F03 with /m);
});
