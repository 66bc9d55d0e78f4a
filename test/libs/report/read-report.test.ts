import { expect, test } from "vitest";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { historyOf } from "../../../libs/report/board-history.ts";
import { formatCsvReport } from "../../../libs/report/csv-report.ts";
import { formatJsonHistory } from "../../../libs/report/json-history.ts";
import { formatJsonReport } from "../../../libs/report/json-report.ts";
import { formatJunitReport } from "../../../libs/report/junit-report.ts";
import { readReport } from "../../../libs/report/read-report.ts";
import type { Report, ReportScope } from "../../../libs/report/report.ts";
import { formatTextHistory } from "../../../libs/report/text-history.ts";
import { formatTextReport } from "../../../libs/report/text-report.ts";
import { formatHtmlReport } from "../../../libs/report-page/html-report.tsx";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import { rawJournal } from "../../support/raw-journal.ts";
import {
  sampleBinding,
  sampleFailure,
  samplePass,
  samplePassOn,
  sampleStart,
  sampleUnbrick,
} from "../journal/sample-records.ts";
import { scratchFolder, scratchJournal } from "../journal/scratch.ts";

const UNBOUND: ReportScope = { lot: null, fixture: null, since: null, until: null };
const PLACE = {
  timeZone: "UTC",
  shiftStarts: [0],
  now: new Date("2026-03-02T08:00:00.000Z"),
};

const at = (time: string): string => `2026-03-01T${time}:00.000Z`;

/** SN0001 fails in F01 and passes in F02; SN0002 passes in F01, and is run again; SN0003 never was. */
const RUNS: readonly RunRecord[] = [
  sampleFailure(
    { code: "boot-silent", withinMs: 5000 },
    { run: "R1", serial: "SN0001", fixture: "F01", startedAt: at("10:00") },
  ),
  samplePass({ run: "R2", serial: "SN0001", fixture: "F02", attempt: 2, startedAt: at("11:00") }),
  samplePassOn("c8478c000002", {
    run: "R3",
    serial: "SN0002",
    fixture: "F01",
    startedAt: at("12:00"),
  }),
  samplePassOn("c8478c000002", {
    ...{ run: "R4", serial: "SN0002", fixture: "F02", attempt: 2, startedAt: at("13:00") },
  }),
];

const reportOn = (scope: Partial<ReportScope>): Report => {
  const journal = scratchJournal();
  journal.bindLot(sampleBinding());
  for (const run of RUNS) journal.endRun(run);
  return readReport(journal, { ...UNBOUND, ...scope }, PLACE);
};

const rowsOf = ({ lots }: Report): readonly (readonly unknown[])[] =>
  lots.flatMap(({ rows }) =>
    rows.map((row) => [row.serial, row.verdict, row.attempts, row.run, row.firstVerdict]),
  );

test("unbound: every board by its last run, and those that never ran", () => {
  const report = reportOn({});
  expect(rowsOf(report)).toEqual([
    ["SN0001", "pass", 2, "R2", "fail"],
    ["SN0002", "pass", 2, "R4", "pass"],
    ["SN0003", "not-run", 0, null, "not-run"],
  ]);
  expect(report.totals).toMatchObject({ boards: 3, pass: 2, notRun: 1, firstPassYield: 0.5 });
});

test.each<[Partial<ReportScope>, readonly (readonly unknown[])[], number | null]>([
  [
    { since: at("11:00") },
    [
      ["SN0001", "pass", 1, "R2", null],
      ["SN0002", "pass", 2, "R4", "pass"],
    ],
    1,
  ],
  [{ until: at("11:00") }, [["SN0001", "fail", 1, "R1", "fail"]], 0],
  [
    { since: at("11:00"), until: at("12:01") },
    [
      ["SN0001", "pass", 1, "R2", null],
      ["SN0002", "pass", 1, "R3", "pass"],
    ],
    1,
  ],
  [
    { fixture: "F01" },
    [
      ["SN0001", "fail", 1, "R1", "fail"],
      ["SN0002", "pass", 1, "R3", "pass"],
    ],
    0.5,
  ],
  [
    { fixture: "F02" },
    [
      ["SN0001", "pass", 1, "R2", null],
      ["SN0002", "pass", 1, "R4", null],
    ],
    null,
  ],
  [{ fixture: "F02", until: at("11:00") }, [], null],
])(
  "bound to %j: the runs in view alone, and what is known of a board's first one",
  (scope, rows, firstPass) => {
    const report = reportOn(scope);
    expect(rowsOf(report)).toEqual(rows);
    expect(report.totals).toMatchObject({ notRun: 0, firstPassYield: firstPass });
    const runs = rows.flatMap(([, , , run]) => run);
    const records = [...report.records()].map((text): RunRecord => JSON.parse(text));
    expect(records.map(({ run }) => run)).toEqual(expect.arrayContaining(runs));
    expect(records.length).toBe(report.totals.runs);
  },
);

test("two serials that passed on boards with one MAC are DOUBTFUL in every format, also where one is out of view", () => {
  const journal = scratchJournal();
  const first = { run: "R1", serial: "SN0001", fixture: "F01" };
  const second = { run: "R2", serial: "SN0002", fixture: "F02", station: "line-b" };
  for (const own of [first, second]) journal.endRun(samplePass(own));
  journal.endRun(samplePassOn("c8478c000003", { run: "R3", serial: "SN0003" }));
  const report = readReport(journal, UNBOUND, PLACE);
  const told =
    "SN0001 and SN0002 both passed in this lot on a board with MAC c8:47:8c:00:00:01: one board twice, or two boards with one MAC. Set both aside.";
  const doubtful = { verdict: "doubtful", explanation: told, firstVerdict: "pass" };
  const sure = { verdict: "pass", explanation: null };
  expect(report.lots[0]?.rows).toMatchObject([doubtful, doubtful, sure]);
  const { serials, runs, totals } = JSON.parse([...formatJsonReport(report)].join(""));
  expect(serials).toMatchObject([doubtful, doubtful, sure]);
  expect(runs).toMatchObject([{ verdict: "pass" }, { verdict: "pass" }, { verdict: "pass" }]);
  expect(totals).toMatchObject({ boards: 3, pass: 1, doubtful: 2, finalYield: 1 / 3 });
  const text = [...formatTextReport(report, "plain")].join("");
  expect(text).toMatch(/^SN0001 +DOUBTFUL +1 +F01 +- /m);
  expect(text.replace(/\s+/g, " ")).toContain(`SN0001 in F01: doubtful ${told}`);
  expect(text).toContain("3 boards: 1 pass, 2 doubtful, 0 fail,");
  expect([...formatCsvReport(report)].join("")).toContain(`SN0002,doubtful,1,F02,,"${told}",`);
  expect([...formatJunitReport(report)].join("")).toMatch(
    /failures="2"[\s\S]*<failure type="doubtful" message="SN0001 and SN0002 both /,
  );
  const page = [...formatHtmlReport(report)].join("");
  expect(page).toMatch(/DOUBTFUL[\s\S]*SN0001 and SN0002 both passed/);
  const bound = readReport(journal, { ...UNBOUND, fixture: "F02" }, PLACE);
  expect(bound.lots[0]?.rows).toMatchObject([doubtful]);
  const history = historyOf(journal, "SN0002");
  const story = formatTextHistory(history, "UTC").replace(/\s+/g, " ");
  expect(story).toContain(`Stands at DOUBTFUL by its last run; 1 pass Doubtful lot LOT-1: ${told}`);
  expect(JSON.parse(formatJsonHistory(history)).twins).toEqual([
    { lot: "LOT-1", mac: "c8478c000001", serials: ["SN0001", "SN0002"], runs: ["R1", "R2"] },
  ]);
  expect(historyOf(journal, "SN0003").twins).toEqual([]);
});

test("runs that prove a fixture are shown, counted apart, and in no figure", () => {
  const journal = scratchJournal();
  const golden = samplePass({ run: "G1", serial: "GOLDEN", purpose: "golden" });
  journal.endRun(samplePass({ run: "R1" }));
  journal.endRun(golden);
  const report = readReport(journal, UNBOUND, PLACE);
  expect(rowsOf(report).map(([serial]) => serial)).toEqual(["SN0001"]);
  expect(report).toMatchObject({ checks: 1, totals: { boards: 1, runs: 1 } });
  expect([...report.records()].map((text) => JSON.parse(text).run)).toEqual(["G1", "R1"]);
});

test("an unbrick is shown and counts nowhere: not for its serial, its lot, or what proves a fixture", () => {
  const journal = scratchJournal();
  journal.endRun(sampleFailure({ code: "no-link", attempts: 3, heard: 0 }, { run: "R1" }));
  journal.endRun(sampleUnbrick({ run: "U1", serial: "SN0001" }));
  const report = readReport(journal, UNBOUND, PLACE);
  expect(report.lots.map(({ rows }) => rows)).toMatchObject([
    [{ serial: "SN0001", verdict: "fail", attempts: 1 }],
  ]);
  expect(report).toMatchObject({ checks: 0, totals: { boards: 1, runs: 1, pass: 0 } });
  expect([...report.records()].map((text) => JSON.parse(text).run)).toEqual(["R1", "U1"]);
  const mac = "c8478c000001";
  expect(journal.passWithMac(null, mac)).toBeUndefined();
  expect(journal.passedMacs("SN0001", "R2")).toEqual([]);
});

test("a run without an end is open, and the record of an older program has today's fields", () => {
  const folder = scratchFolder();
  const journal = openJournal(folder, { mode: "write" });
  journal.startRun(sampleStart({ run: "R2", serial: "SN0002" }));
  const {
    recoveries: _,
    written: __,
    backup: ___,
    ...older
  } = samplePass({ run: "R1", schema: 1 });
  journal.startRun(sampleStart({ run: "R1", schema: 1 }));
  {
    using raw = rawJournal(folder);
    raw
      .prepare("INSERT INTO run_ended VALUES ('R1', ?, 'pass', NULL, NULL, ?)")
      .run(older.endedAt, JSON.stringify(older));
  }
  const report = readReport(journal, UNBOUND, PLACE);
  expect(report.totals).toMatchObject({ pass: 1, open: 1, runs: 1 });
  const { runs } = JSON.parse([...formatJsonReport(report)].join(""));
  expect(runs).toEqual([journal.record("R1")]);
  expect(runs[0]).toMatchObject({ schema: 1, recoveries: [], backup: null });
  journal.close();
});

test("a board that a station has not told of is UNKNOWN, whatever came before, and stands in its history", () => {
  const journal = scratchJournal();
  journal.endRun(samplePass({ run: "R1", serial: "SN1", lot: "L1", verdict: "aborted" }));
  const sent = {
    lot: "L1",
    serial: "SN1",
    fixture: "F09",
    attempt: 2,
    purpose: "product",
  } as const;
  journal.sent.note({ ...sent, run: "R2", station: "line-b", journal: "B", at: at("11:00") });
  const read = () => readReport(journal, { ...UNBOUND, lot: "L1" }, PLACE);
  const report = read();
  expect(report.lots[0]?.rows).toMatchObject([
    { verdict: "unknown", attempts: 2, fixture: "F09", station: "line-b", cause: null },
  ]);
  expect(report.totals).toMatchObject({ boards: 1, unknown: 1, notRun: 0 });
  const text = [...formatTextReport(report, "drawn")].join("");
  expect(text).toContain("1 unknown");
  expect(text).toMatch(/Sent to F09 of line-b \(2026-03-01T11:00:00.000Z\)/);
  expect([...formatJunitReport(report)].join("")).toContain('errors="1"');
  expect(formatTextHistory(historyOf(journal, "SN1"), "UTC")).toMatch(
    /attempt 2: UNKNOWN[\s\S]*to F09 of line-b/,
  );
  const origin = { journal: "B", place: 7, hash: "ab", station: "line-b" };
  const record = samplePass({ run: "R2", serial: "SN1", lot: "L1", attempt: 2 });
  journal.handover.take(origin, { run: "R2", record, text: "" }, at("12:00"));
  expect(read().totals).toMatchObject({ pass: 1, unknown: 0 });
  const history = historyOf(journal, "SN1");
  expect(formatTextHistory(history, "UTC")).toContain("by journal B, from its place 7");
  expect(JSON.parse(formatJsonHistory(history)).runs[1].origin).toEqual({
    ...{ journal: "B", place: 7, hash: "ab" },
  });
});
