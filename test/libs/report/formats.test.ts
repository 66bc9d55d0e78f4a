import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCsvReport } from "../../../libs/report/csv-report.ts";
import { formatJsonReport } from "../../../libs/report/json-report.ts";
import type { Report } from "../../../libs/report/report.ts";
import { formatTextReport } from "../../../libs/report/text-report.ts";
import { anyCharacter } from "../../support/any-character.ts";
import { samplePass } from "../journal/sample-records.ts";
import { parseCsv } from "./parse-csv.ts";
import { hostileRun, mixedReport, mixedRuns, reportOfLot } from "./sample-report.ts";

const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/u;
const textOf = (report: Report): string => [...formatTextReport(report, "drawn")].join("");
const csvOf = (report: Report): string => [...formatCsvReport(report)].join("");
const jsonOf = (report: Report): string => [...formatJsonReport(report)].join("");
const linesOf = (text: string): string[] => text.split("\n");

test("text: a row per serial, what to do about failures, then the yield", () => {
  expect(textOf(mixedReport("Europe/Berlin"))).toBe(`\
Lot LOT-1
Image 0420ab12 firmware.uf2
Recipe approved by bea, 2026-02-27 17:00:00

SERIAL  VERDICT  RUNS  FIXTURE  CAUSE                ENDED        TOOK
SN0001  PASS     1     F01      -                    03-01 11:00  23.4 s
SN0002  PASS     2     F03      -                    03-01 11:00  23.4 s
SN0003  FAIL     1     F04      bootloader-mismatch  03-01 11:00  23.4 s
SN0004  ERROR    1     F05      interrupted          03-01 11:00  -
SN0005  NOT RUN  0     -        -                    -            -

SN0003 in F04: bootloader-mismatch
  The board has another bootloader. Set it aside for the engineer.
SN0004 in F05: interrupted
  The run was cut off before its end. Run the board again.

5 boards: 2 pass, 1 fail, 1 error, 0 aborted, 1 not run. 5 runs.
Yield: 66.7 % (2 of 3)
First-pass yield: 33.3 % (1 of 3)
Final yield: 66.7 % (2 of 3)


Yields (bars: boards that did not pass at first)

FIXTURE  BOARDS  FAIL  ERROR    YIELD  FIRST PASS    FINAL  NOT AT FIRST
F01           1     0      0  100.0 %     100.0 %  100.0 %
F02           1     1      0    0.0 %       0.0 %    0.0 %  ██████████
F03           1     0      0  100.0 %           -  100.0 %
F04           1     1      0    0.0 %       0.0 %    0.0 %  ██████████
F05           1     0      1        -           -        -

Causes: runs that ended so, boards that had one, boards lost to it

CAUSE                       RUNS  BOARDS  LOST   SHARE   SO FAR
bootloader-mismatch  FAIL      1       1     1  33.3 %   33.3 %  ████████████
interrupted          ERROR     1       1     1  33.3 %   66.7 %  ████████████
verify-mismatch      FAIL      1       1     0  33.3 %  100.0 %  ████████████

Causes by fixture, in runs

FIXTURE  RUNS  A  B  C
F01         1  .  .  .
F02         1  .  .  1
F03         1  .  .  .
F04         1  1  .  .
F05         1  .  1  .
A bootloader-mismatch, B interrupted, C verify-mismatch

Fixtures against each other

No fixture is worse than the others by more than chance.

Boards by their number of runs

RUNS  BOARDS  PASSED AT LAST
1          3               1
2          1               1
Failed boards that were run again passed in another one in 100.0 % (1 of 1 run).

Times of steps, in runs that passed

STEP   RUNS  MEDIAN    90 %    99 %    MOST  SPREAD
link      2  412 ms  412 ms  412 ms  412 ms  █
write     2  18.2 s  18.2 s  18.2 s  18.2 s  █
all       2  23.4 s  23.4 s  23.4 s  23.4 s  █

No step is known to have become slower or faster.

Times are those of Europe/Berlin.
Journal head 01K5V0Q8Z3N7M1TPX2RBYD4G6C:4711:
${"9f".repeat(32)}
`);
});

test("text: boards with different images say which", () => {
  const other = [{ file: "images/t.rbl", sha256: "ff001122".repeat(8) }];
  const text = textOf(
    reportOfLot("L", [
      samplePass({ run: "1" }),
      samplePass({ run: "2", serial: "T", images: other }),
    ]),
  );
  expect(text).toMatch(
    /^Image 0420ab12 firmware.uf2\nImage ff001122 t.rbl\nRecipe approved by bea, /m,
  );
  expect(text).toMatch(/^T +PASS .* ff001122 /m);
});

test("text: several lots have a sum; none is said so", () => {
  const first = reportOfLot("A", [samplePass({ lot: "A" })]);
  const second = mixedReport();
  const both = { ...second, lots: [...first.lots, ...second.lots] };
  expect(textOf(both)).toMatch(/Lot A\n[\s\S]*Lot LOT-1\n[\s\S]*All lots\n5 boards/);
  expect(textOf({ ...second, lots: [] })).toBe("No lot has been run yet.\n");
});

test("text: long serials go on in the next line, whole, in 80 columns", () => {
  const serial = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const text = textOf(reportOfLot("L", [samplePass(), samplePass({ serial })]));
  expect(linesOf(text).filter((line) => line.length > 80)).toEqual([]);
  const column = linesOf(text).map((line) => line.split(" ")[0]);
  expect(column.join("")).toContain(serial);
});

test("text and csv: hostile text is shown as symbols, in 80 columns", () => {
  const run = hostileRun();
  const report = reportOfLot(run.lot, [run]);
  const text = textOf(report);
  expect(linesOf(text).filter((line) => UNSAFE.test(line) || line.length > 80)).toEqual([]);
  expect(linesOf(csvOf(report)).filter((line) => UNSAFE.test(line))).toEqual([]);
});

test("csv: a line per serial, read back cell for cell", () => {
  const [head, ...rows] = parseCsv(csvOf(mixedReport()));
  expect(head?.slice(0, 6)).toEqual(["lot", "serial", "verdict", "attempts", "fixture", "cause"]);
  expect(rows.map((row) => row.slice(0, 6))).toEqual([
    ["LOT-1", "SN0001", "pass", "1", "F01", ""],
    ["LOT-1", "SN0002", "pass", "2", "F03", ""],
    ["LOT-1", "SN0003", "fail", "1", "F04", "bootloader-mismatch"],
    ["LOT-1", "SN0004", "error", "1", "F05", "interrupted"],
    ["LOT-1", "SN0005", "not-run", "0", "", ""],
  ]);
  expect(rows[0]?.slice(6)).toEqual([
    "",
    "/data/images/firmware.uf2",
    "0420ab12".repeat(8),
    "2026-03-01T10:00:23.400Z",
    "23.4",
    "R1",
    "bea",
    "2026-02-27T16:00:00.000Z",
    ...["pass", "ann", "line-a", "smart-plug-1.18", "c8:47:8c:00:00:01"],
  ]);
});

test("csv: no cell is a formula, and none is lost, whatever the serial", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: anyCharacter, minLength: 1 }),
        fc.tuple(fc.constantFrom(..."=+-@\t\r"), fc.string()).map(([sign, rest]) => sign + rest),
      ),
      (serial) => {
        const csv = csvOf(reportOfLot("LOT-1", [samplePass({ serial })]));
        const rows = parseCsv(csv);
        expect(rows).toHaveLength(2);
        expect(rows[1]).toHaveLength(rows[0]?.length ?? 0);
        expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      },
    ),
  );
});

test("json: serials, runs, totals and the figures; records word for word, and nothing draws", () => {
  const report = mixedReport();
  const { lots, totals, figures, scope, timeZone, madeAt, head } = report;
  expect(JSON.parse(jsonOf(report))).toEqual({
    serials: lots[0]?.rows,
    runs: mixedRuns(),
    totals,
    figures,
    checks: 0,
    decisions: [],
    scope,
    timeZone,
    madeAt,
    head,
  });
  const run = hostileRun();
  const text = jsonOf(reportOfLot(run.lot, [run]));
  expect(linesOf(text)).toHaveLength(2);
  expect(text.trimEnd()).not.toMatch(UNSAFE);
  expect(JSON.parse(text).runs).toEqual([run]);
});
