import { printable } from "../failure/printable.ts";
import { wallClock } from "../figures/wall-clock.ts";
import type { ReportFormat } from "./report.ts";
import type { SerialRow } from "./serial-row.ts";
import type { LotSummary } from "./summarise-lot.ts";
import { plural } from "./words.ts";

/**
 * The report for test servers: a suite per lot, a case per board by its last run. FAIL and DOUBTFUL are
 * failures, ERROR, ABORTED, OPEN and UNKNOWN are errors, NOT RUN is skipped. Fits Ant's schema and Jenkins' (docs/reports.md).
 */
export const formatJunitReport: ReportFormat = function* ({ lots, timeZone, madeAt, head }) {
  const wall = wallClock(timeZone);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n';
  for (const [id, lot] of lots.entries()) {
    const timestamp = new Date(wall(lot.startedAt ?? madeAt)).toISOString().slice(0, SECONDS);
    yield element("testsuite", suiteAttributes(lot, id, timestamp)).replace(/\/>$/, ">\n");
    yield propertiesOf(lot, head);
    for (const row of lot.rows) yield `${testcase(row)}\n`;
    yield `<system-out>${repeatLines(lot.rows)}</system-out>\n<system-err/>\n</testsuite>\n`;
  }
  yield "</testsuites>\n";
};

/** The schemas know no zones and no fractions. */
const SECONDS = "2026-03-01T14:00:00".length;

const suiteAttributes = (
  { lot, rows, totals, stations }: LotSummary,
  id: number,
  timestamp: string,
) => ({
  name: nameOf(lot),
  package: "flashline",
  id,
  timestamp,
  hostname: nameOf(stations.join(" ") || "localhost"),
  tests: rows.length,
  failures: totals.fail + totals.doubtful,
  errors: totals.error + totals.aborted + totals.open + totals.unknown,
  skipped: totals.notRun,
  time: seconds(rows.reduce((sum, row) => sum + Math.max(0, row.durationMs ?? 0), 0)),
});

const propertiesOf = ({ rows, totals }: LotSummary, head: string | null): string => {
  const images = new Set(rows.flatMap((row) => row.images.map(({ sha256 }) => sha256)));
  const values: readonly (readonly [string, string])[] = [
    ...Object.entries({
      yield: totals.yield,
      firstPassYield: totals.firstPassYield,
      finalYield: totals.finalYield,
    }).map(([name, share]) => [name, share === null ? "" : share.toFixed(4)] as const),
    ...[...images].map((sha256) => ["image", sha256] as const),
    ...(head === null ? [] : [["journalHead", head] as const]),
  ];
  return element(
    "properties",
    {},
    values.map(([name, value]) => element("property", { name, value })).join(""),
  );
};

const testcase = (row: SerialRow): string =>
  element(
    "testcase",
    { name: nameOf(row.serial), classname: nameOf(row.lot), time: seconds(row.durationMs ?? 0) },
    outcomeOf(row),
  );

const outcomeOf = (row: SerialRow): string => {
  const message = row.explanation ?? "";
  switch (row.verdict) {
    case "pass":
      return "";
    case "fail":
    case "doubtful":
      return element(
        "failure",
        { type: row.cause ?? row.verdict, message },
        escapeXml(placeOf(row)),
      );
    case "error":
      return element("error", { type: row.cause ?? "error", message }, escapeXml(placeOf(row)));
    case "aborted":
      return element(
        "error",
        { type: "aborted", message: "Stopped by the operator." },
        escapeXml(placeOf(row)),
      );
    case "open":
      return element(
        "error",
        { type: "open", message: "Its last run has no end yet." },
        escapeXml(placeOf(row)),
      );
    case "unknown":
      return element("error", { type: "unknown", message }, escapeXml(placeOf(row)));
    case "not-run":
      return element("skipped", { message: "It was never run." });
  }
};

const placeOf = ({ fixture, attempts, run }: SerialRow): string =>
  `fixture ${fixture ?? "-"}, ${plural(attempts, "run")}, the last one ${run ?? "-"}`;

/** A passed board that took several runs is a pass to the schemas: it is said here. */
const repeatLines = (rows: readonly SerialRow[]): string =>
  rows
    .filter(({ attempts }) => attempts > 1)
    .map(({ serial, attempts }) => `${escapeXml(serial)}: ${attempts} runs\n`)
    .join("");

const seconds = (ms: number): string => (Math.max(0, ms) / 1000).toFixed(3);

/** The schemas want one that is not blank. */
const nameOf = (text: string): string => (text.trim() === "" ? "-" : text);

/** `content` is XML. */
const element = (
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content = "",
): string => {
  const all = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeXml(String(value))}"`,
  );
  return content === ""
    ? `<${name}${all.join("")}/>`
    : `<${name}${all.join("")}>${content}</${name}>`;
};

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** What XML cannot hold at all, control characters first, is shown as a symbol. */
const escapeXml = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
