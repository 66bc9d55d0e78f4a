import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { formatCsvReport } from "../../../libs/report/csv-report.ts";
import type { Report } from "../../../libs/report/report.ts";
import { formatTextReport } from "../../../libs/report/text-report.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import { anyCharacter } from "../../support/any-character.ts";
import { sampleFailure, samplePass } from "../journal/sample-records.ts";
import { parseCsv } from "./parse-csv.ts";
import { HOSTILE, reportOfLot } from "./sample-report.ts";

const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/u;

const linesOf = (report: Report, style: "drawn" | "plain"): readonly string[] =>
  [...formatTextReport(report, style)].join("").split("\n");

/** A lot of which every group has a strange name of its own. */
const strangeLot = (names: readonly string[]): readonly RunRecord[] =>
  names.flatMap((name, n) => {
    const own = {
      lot: "L",
      serial: `SN${n}`,
      fixture: name,
      station: `${name}${n % 2}`,
      operator: name,
      recipe: { name, sha256: name.repeat(9) },
    };
    return [
      sampleFailure({ code: "boot-wrong", expected: name, seen: name }, { ...own, run: `R${n}` }),
      samplePass({ ...own, run: `S${n}`, attempt: 2, fixture: `${name}2` }),
    ];
  });

test("names that draw, hide, reorder, or are wide, long or empty: 80 columns of plain text", () => {
  const text = fc.oneof(
    fc.string({ unit: anyCharacter, maxLength: 40 }),
    fc.string({ unit: fc.constantFrom("模", "块", "ー", "e\u0301", "👩‍🔧", "x"), maxLength: 90 }),
    fc.constant(HOSTILE),
  );
  fc.assert(
    fc.property(fc.uniqueArray(text, { minLength: 1, maxLength: 6 }), (names) => {
      const report = reportOfLot("L", strangeLot(names));
      const lines = linesOf(report, "drawn");
      expect(lines.filter((line) => UNSAFE.test(line))).toEqual([]);
      expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test("a terminal without UTF-8 gets ASCII", () => {
  const lines = linesOf(reportOfLot("L", strangeLot(["A", "B", "C"])), "plain");
  expect(lines.filter((line) => /[^ -~]/.test(line))).toEqual([]);
  expect(lines.join("\n")).toMatch(/^A +1 .* ##########$/m);
});

test("csv: nothing begins a formula, not even where semicolons part the cells", () => {
  const evil = [
    "=1+1",
    ";=1+1",
    "; =1+1",
    ";;@SUM(A1)",
    "a;+1",
    '";=HYPERLINK("x")',
    ';"=1+1"',
    "\t=1",
    "＝1",
    ";－1",
  ];
  const runs = evil.flatMap((text, n) => [
    sampleFailure(
      { code: "boot-wrong", expected: text, seen: text },
      {
        ...{ run: `R${n}${text}`, serial: `S${n}${text}`, lot: "L", fixture: text },
        images: [
          { file: text, sha256: text },
          { file: text, sha256: text },
        ],
        approval: { by: text, at: text },
      },
    ),
  ]);
  const csv = [...formatCsvReport(reportOfLot("L", runs))].join("");
  const cells = parseCsv(csv).flat();
  expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([]);
  const byPoints = csv.split("\n").flatMap((line) => line.split(";"));
  expect(byPoints.filter((cell) => /^["\s]*[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([]);
});
