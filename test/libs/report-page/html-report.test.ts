import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { printable } from "../../../libs/failure/printable.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import { anyCharacter } from "../../support/any-character.ts";
import { runThat } from "../figures/sample-runs.ts";
import { sampleFailure, samplePass } from "../journal/sample-records.ts";
import { hostileRun, mixedReport, reportOfLot } from "../report/sample-report.ts";
import { Page, pageOf } from "./read-page.ts";

test("a lot: yields, boards by their last run, causes with what to do", () => {
  using page = new Page(pageOf(mixedReport("Europe/Berlin")));
  expect(page.texts("//title | //h1")).toEqual(["Lot LOT-1 - Flashline report", "Lot LOT-1"]);
  expect(page.texts('//dd[@class="number"]')).toEqual(["33.3 %", "66.7 %", "66.7 %"]);
  expect(page.table("Serial").map(([serial, verdict, runs]) => [serial, verdict, runs])).toEqual([
    ["SN0001", "PASS", "1"],
    ["SN0002", "PASS", "2"],
    ["SN0003", "FAIL", "1"],
    ["SN0004", "ERROR", "1"],
    ["SN0005", "NOT RUN", "0"],
  ]);
  expect(page.table("Serial")[2]?.slice(3)).toEqual([
    "F04",
    "bootloader-mismatch: The board has another bootloader. Set it aside for the engineer.",
    "2026-03-01 11:00",
    "23.4 s",
  ]);
  expect(page.texts("//h2")).toEqual([
    ...["Fixtures against each other", "Yield over time", "Causes", "Causes by fixture"],
    ...["Cycle times", "Yields compared", "Retests", "Boards"],
  ]);
});

test("nothing is loaded, run or sent, and the style is the one that is allowed", () => {
  const html = pageOf(mixedReport());
  using page = new Page(html);
  const [policy] = page.elements('//meta[@http-equiv="Content-Security-Policy"]/@content/..');
  const rules = policy?.attr("content")?.value ?? "";
  const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  expect(rules.split("; ")).toEqual([
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<style>"));
  expect(
    page.elements("//script | //link | //img | //iframe | //form | //a | //@style/.."),
  ).toEqual([]);
  expect(
    html.match(/url\([^#][^)]*\)|@import|https?:\/\/(?!www\.w3\.org\/2000\/svg")/g),
  ).toBeNull();
});

test.each<[string, readonly RunRecord[], readonly string[]]>([
  ["no run", [], ["SN1"]],
  ["no lot", [], []],
  ["passes alone", [samplePass()], []],
  ["errors alone", [sampleFailure({ code: "interrupted" })], []],
])("%s: a whole page that says so", (_, runs, serials) => {
  const report = reportOfLot("L", runs, serials);
  const lots = runs.length + serials.length === 0 ? [] : report.lots;
  using page = new Page(pageOf({ ...report, lots }));
  expect(page.texts("//h1")).toEqual([lots.length === 0 ? "No lot" : "Lot L"]);
  expect(pageOf({ ...report, lots })).not.toMatch(/NaN|Infinity|undefined|null/);
});

test("boards at work, and proofs of fixtures, are told", () => {
  using page = new Page(pageOf({ ...reportOfLot("L", [runThat("open")]), checks: 2 }));
  expect(page.table("Serial")[0]?.[1]).toBe("OPEN");
  expect(page.texts("//footer/p")[0]).toBe(
    "2 runs of golden and must-fail boards: counted nowhere above.",
  );
});

const EVIL = [
  "<script>alert(1)</script>\"'&amp;]]><!-- --><![CDATA[",
  "</title></style></svg><img src=x onerror=alert(1)>",
  "\u202eNS1000\u2066\u200b",
  "\u05d0\u05d1\u05d2 1",
];

test("what others wrote stays text, symbol by symbol, wherever it stands", () => {
  const runs = EVIL.flatMap((text, n) => {
    const own = {
      ...{ lot: EVIL[0] ?? "", serial: text, fixture: text, station: text, operator: text },
      ...{ recipe: { name: text, sha256: text }, images: [{ file: text, sha256: text }] },
      approval: { by: text, at: text },
    };
    return [
      sampleFailure({ code: "boot-wrong", expected: text, seen: text }, { ...own, run: `R${n}` }),
      samplePass({ ...own, run: `S${n}`, attempt: 2, fixture: `${text}2` }),
      hostileRun(),
    ];
  });
  const html = pageOf(reportOfLot(EVIL[0] ?? "", runs));
  using page = new Page(html);
  expect(page.elements("//script | //img | //bdi/* | //title/*")).toEqual([]);
  expect(html.match(/<!--|<!\[CDATA\[|onerror=\w+[^&\w]*"/g)).toBeNull();
  expect(html.match(/[^\P{C}\n]|\p{Zl}|\p{Zp}/gu)).toBeNull();
  const serials = page.table("Serial").map(([serial]) => serial);
  expect(serials).toEqual(expect.arrayContaining(EVIL.map((text) => printable(text))));
  // Letters that run from right to left turn nothing beside them.
  expect(page.texts("//tbody/tr/*[1]/bdi")).toEqual(expect.arrayContaining(serials));
});

test("whatever names are, the page is whole and says them", () => {
  const text = fc.oneof(
    fc.string({ unit: anyCharacter, minLength: 1, maxLength: 30 }),
    fc.string({
      unit: fc.constantFrom(..."<>&\"' \n\t]]>-", "\0", "\u{fffe}", "\ud800", "é", "𝄞"),
    }),
  );
  fc.assert(
    fc.property(text, text, text, text, (serial, lot, fixture, file) => {
      const run = sampleFailure(
        { code: "boot-wrong", expected: file, seen: lot },
        { serial, lot, fixture, station: file, images: [{ file, sha256: lot }] },
      );
      using page = new Page(pageOf(reportOfLot(lot, [run])));
      expect(page.table("Serial")[0]?.[0]).toBe(printable(serial));
      expect(page.table("Serial")[0]?.[3]).toBe(printable(fixture));
    }),
    { numRuns: 60 },
  );
});
