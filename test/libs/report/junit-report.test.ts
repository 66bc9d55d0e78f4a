import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { XmlDocument, XmlElement, XsdValidator } from "libxml2-wasm";
import { afterAll, expect, test } from "vitest";
import { printable } from "../../../libs/failure/printable.ts";
import { formatJunitReport } from "../../../libs/report/junit-report.ts";
import type { Report } from "../../../libs/report/report.ts";
import { anyCharacter } from "../../support/any-character.ts";
import { runThat } from "../figures/sample-runs.ts";
import { sampleFailure, samplePass } from "../journal/sample-records.ts";
import { hostileRun, mixedReport, reportOfLot } from "./sample-report.ts";

const xsd = XmlDocument.fromBuffer(readFileSync(join(import.meta.dirname, "junit.xsd")));
const schema = XsdValidator.fromDoc(xsd);
afterAll(() => {
  schema.dispose();
  xsd.dispose();
});

/** What a reader of the report finds at these places; throws unless it is valid. */
const read = (report: Report, ...paths: readonly string[]): readonly (readonly string[])[] => {
  const document = XmlDocument.fromString([...formatJunitReport(report)].join(""));
  try {
    schema.validate(document);
    return paths.map((path) =>
      document.find(path).map((node) => (node instanceof XmlElement ? node.name : node.content)),
    );
  } finally {
    document.dispose();
  }
};

test("the schema of this test refuses what is no report", () => {
  for (const wrong of [
    "<testsuites><testsuite/></testsuites>",
    "<testsuite/>",
    '<testsuites><testsuite name="a" package="b" id="0" timestamp="2026-03-01T10:00:00Z" hostname="h" tests="0" failures="0" errors="0" time="1.0"><properties/><system-out/><system-err/></testsuite></testsuites>',
  ]) {
    const document = XmlDocument.fromString(wrong);
    expect(() => schema.validate(document)).toThrow();
    document.dispose();
  }
});

test("a suite per lot, a case per board by its last run", () => {
  const names = ["name", "timestamp", "hostname", "tests", "failures", "errors", "skipped", "time"];
  const [suite, serials, times, outcomes, types, messages] = read(
    mixedReport("Europe/Berlin"),
    names.map((name) => `//testsuite/@${name}`).join(" | "),
    "//testcase/@name",
    "//testcase/@time",
    "//testcase/*",
    "//testcase/*/@type",
    "//testcase/*/@message",
  );
  expect(suite).toEqual([
    ...["LOT-1", "2026-03-01T11:00:00", "line-a", "5", "1", "1", "1", "70.200"],
  ]);
  expect(serials).toEqual(["SN0001", "SN0002", "SN0003", "SN0004", "SN0005"]);
  expect(times).toEqual(["23.400", "23.400", "23.400", "0.000", "0.000"]);
  expect(outcomes).toEqual(["failure", "error", "skipped"]);
  expect(types).toEqual(["bootloader-mismatch", "interrupted"]);
  expect(messages?.[0]).toBe("The board has another bootloader. Set it aside for the engineer.");
});

test("what is neither a pass nor a fail is an error: no green lot with a board in the air", () => {
  const report = reportOfLot("L", [
    samplePass({ run: "R1", serial: "A", verdict: "aborted" }),
    sampleFailure({ code: "interrupted" }, { run: "R2", serial: "B" }),
  ]);
  expect(read(report, "//testcase/error/@type", "//testsuite/@errors")).toEqual([
    ["aborted", "interrupted"],
    ["2"],
  ]);
  const open = reportOfLot("L", [runThat("open")]);
  expect(read(open, "//testcase/error/@type", "//testsuite/@errors")).toEqual([["open"], ["1"]]);
});

test("no lot, and one without a run, are valid", () => {
  expect(read({ ...mixedReport(), lots: [] }, "//testsuite")).toEqual([[]]);
  expect(read(reportOfLot("L", [], ["A"]), "//skipped", "//@timestamp")).toEqual([
    ["skipped"],
    ["2026-03-02T08:00:00"],
  ]);
});

test("hostile text stays text", () => {
  const run = hostileRun();
  const [serials, elements] = read(reportOfLot(run.lot, [run]), "//testcase/@name", "//testcase/*");
  expect(serials).toEqual([printable(run.serial)]);
  expect(elements).toEqual(["failure"]);
});

test("whatever a serial, lot, station and image is, the report is valid and says it", () => {
  const text = fc.oneof(
    fc.string({ unit: anyCharacter, minLength: 1, maxLength: 30 }),
    fc.string({
      unit: fc.constantFrom(..."<>&\"' \n\t]]>-", "\0", "\u{fffe}", "\ud800", "é", "𝄞"),
    }),
  );
  fc.assert(
    fc.property(text, text, text, text, (serial, lot, station, file) => {
      const run = sampleFailure(
        { code: "boot-wrong", expected: file, seen: lot },
        { serial, lot, station, images: [{ file, sha256: lot }] },
      );
      const [names] = read(reportOfLot(lot, [run]), "//testcase/@name");
      expect(names).toEqual([serial.trim() === "" ? "-" : printable(serial)]);
    }),
    { numRuns: 200 },
  );
});
