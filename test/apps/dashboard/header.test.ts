import fc from "fast-check";
import { expect, test } from "vitest";
import { countCells } from "../../../apps/dashboard/cells.ts";
import { drawFeed } from "../../../apps/dashboard/draw-feed.ts";
import { drawHeader } from "../../../apps/dashboard/draw-header.ts";
import { UNICODE_SYMBOLS } from "../../../apps/dashboard/symbols.ts";
import { emptyLine, reduceLine } from "../../../libs/station/line-state.ts";
import type { StationEvent } from "../../../libs/station/station-event.ts";
import type { StationHealth } from "../../../libs/station/station-health.ts";
import {
  atSecond,
  failed,
  lineEvent,
  lotStarted,
  passed,
  runStarted,
  START,
} from "../../libs/station/events.ts";
import { openScreen } from "./open-screen.ts";
import { SAMPLE_SECOND, sampleLine } from "./sample-line.ts";

const GOOD: StationHealth = { journal: "good", disk: "good", redis: "up" };
const healthy = lineEvent({ kind: "station-health", ...GOOD });

/** The top of a screen this wide, one row a line, with the tones of what stands out in braces. */
const headerAfter = (
  events: readonly StationEvent[],
  width: number,
  { second = 20, health = "connected" as "connected" | "silent" | "away" } = {},
): readonly string[] =>
  drawHeader(
    {
      line: events.reduce(reduceLine, emptyLine()),
      ...{ health, limits: { amber: 95, red: 90 }, symbols: UNICODE_SYMBOLS },
      now: START + second * 1000,
    },
    width,
  ).map((row) =>
    row
      .map(({ text, tone }) =>
        tone === "plain" || tone === "title" ? text : `{${tone}:${text.trim()}}`,
      )
      .join("")
      .replace(/ +/g, " ")
      .replace(/ \d\d:\d\d(:\d\d)? $/, " CLOCK"),
  );

const of = (first: number, all: number): readonly StationEvent[] =>
  Array.from({ length: all }, (_, board) =>
    board < first ? passed({ serial: `B${board}` }) : failed({ serial: `B${board}` }),
  );

test.each([
  [
    160,
    " FLASHLINE line-2 smart-plug-1.18 04040404 lot L1 Eva 0:12:20 CLOCK",
    " {strong:65 of 96 boards} {pass:PASS 61} {fail:FAIL 4} ERROR 0 ABORTED 0 macs: 1204 identities left 2 running ",
    " {amber:first pass 93.8 % LOW} yield 93.8 % 297 boards/h NOT APPROVED ✓ Redis journal disk ",
  ],
  [
    60,
    " line-2 smart-plug-1.18 04040404 lot L1 Eva CLOCK",
    " {strong:65 of 96 boards} {pass:PASS 61} {fail:FAIL 4} macs 1204 left ",
    " {amber:first pass 93.8 % LOW} 297/h NOT APPROVED ✓ all well ",
  ],
  [
    40,
    " smart-plu~ 04040404 lot L1 CLOCK",
    " {strong:65 of 96} {pass:PASS 61} {fail:FAIL 4} 1204 left ",
    " {amber:first pass 93.8 % LOW} NOT APPROVED ",
  ],
])("%d cells wide", (width, ...rows) => {
  expect(headerAfter(sampleLine(), width, { second: SAMPLE_SECOND })).toEqual(rows);
});

test("boards in doubt are counted where they should not be overlooked, and beneath them named", () => {
  const end = lineEvent({
    ...{ kind: "lot-ended", lot: "L1", stopped: false, durationMs: 9 },
    ...{ pass: 0, doubtful: 2, fail: 0, error: 0, aborted: 0, notRun: 0 },
    twins: [{ mac: "c8478c000007", serials: ["B0", "B1"] }],
  });
  const events = [lotStarted(["F01"], { boards: 2 }), ...of(2, 2), end];
  for (const width of [160, 40]) {
    expect(headerAfter(events, width)[1]).toContain("{red:DOUBTFUL 2}");
  }
  const frame = { symbols: UNICODE_SYMBOLS, width: 160, rows: 5, dataFolder: null, now: START };
  const feed = drawFeed(events.reduce(reduceLine, emptyLine()), frame);
  expect(feed[0]?.[0]?.text).toContain("DOUBTFUL: B0 and B1 both passed in this lot on a board");
});

test.each([
  [[], "first pass - "],
  [of(95, 100), "first pass 95.0 %"],
  [of(94, 100), "{amber:first pass 94.0 % LOW}"],
  [of(90, 100), "{amber:first pass 90.0 % LOW}"],
  [of(89, 100), "{red:first pass 89.0 % TOO LOW}"],
])("first-pass yield against its limits", (runs, shown) => {
  expect(headerAfter([lotStarted(["F01"]), ...runs], 160)[2]).toContain(shown);
});

test.each<[Partial<StationHealth>, string]>([
  [{}, "✓ Redis journal disk"],
  [{ disk: "low" }, "{amber:! disk low} ✓ Redis journal"],
  [{ disk: "full" }, "{red:! disk FULL} ✓ Redis journal"],
  [{ disk: "unknown" }, "{amber:! disk unknown} ✓ Redis journal"],
  [{ redis: "away" }, "{red:! Redis AWAY} ✓ journal disk"],
  [
    { redis: "away", journal: "failing", disk: "full" },
    "{red:! Redis AWAY} {red:! journal FAILING} {red:! disk FULL}",
  ],
])("what the line lives on: %j", (trouble, shown) => {
  const health = lineEvent({ kind: "station-health", ...GOOD, ...trouble });
  const [, , rates = ""] = headerAfter([lotStarted(["F01"]), health], 160);
  expect(rates.trimEnd().endsWith(` ${shown}`)).toBe(true);
});

test("trouble is named on a narrow screen, too, and what is well gives way", () => {
  const trouble = lineEvent({ kind: "station-health", ...GOOD, redis: "away", disk: "full" });
  const [, , rates] = headerAfter([lotStarted(["F01"]), ...of(1, 2), trouble], 60);
  expect(rates).toContain("{red:! Redis AWAY}");
  expect(rates).toContain("{red:! disk FULL}");
});

test.each([
  ["nobody runs the line", [], { health: "silent" }, "{warning:NO LINE}"],
  ["the way to it is broken", [], { health: "away" }, "{warning:NO CONNECTION}"],
  ["somebody paused it", [lineEvent({ kind: "line-paused", by: "Eva" })], {}, "{warning:PAUSED"],
  ["it is paused", [lineEvent({ kind: "line-paused", by: null })], {}, "{warning:PAUSED}"],
] as const)("%s: that is the first thing said", (_, events, options, shown) => {
  for (const width of [160, 80, 60, 40]) {
    const [names = ""] = headerAfter([lotStarted(["F01"]), healthy, ...events], width, options);
    expect(names).toContain("{warning:");
    expect(names).toContain(shown);
  }
});

test("who paused the line is said where there is room", () => {
  const paused = lineEvent({ kind: "line-paused", by: "Eva\u001b[2J" });
  const shown = [80, 40].map((width) => headerAfter([lotStarted(["F01"]), paused], width)[0]);
  expect(shown[0]).toContain("{warning:PAUSED by Eva\\x1b[2J}");
  expect(shown[1]).toContain("{warning:PAUSED}");
});

test("a resumed line is as before, an ended lot needs nobody to run it", () => {
  const paused = lineEvent({ kind: "line-paused", by: null });
  const resumed = lineEvent({ kind: "line-resumed", by: null });
  const lot = lotStarted(["F01"]);
  expect(headerAfter([lot, paused, resumed], 80)).toEqual(headerAfter([lot], 80));
  const counts = { pass: 1, fail: 0, error: 0, aborted: 0, notRun: 0 };
  const end = lineEvent({ kind: "lot-ended", lot: "L1", stopped: false, durationMs: 9, ...counts });
  expect(headerAfter([lot, end], 80, { health: "silent" })[0]).toMatch(/^ FLASHLINE.* ended /);
});

test("too few identities for the boards to come are a warning", () => {
  const left = (pool: string, count: number) =>
    lineEvent({ kind: "identities-left", pool, left: count });
  const lot = lotStarted(["F01"]);
  expect(headerAfter([lot, left("macs", 24), left("keys", 23)], 160)[1]).toContain(
    "macs: 24 identities left {amber:! keys: 23 identities left}",
  );
  expect(headerAfter([lot, passed({}), left("keys", 23)], 160)[1]).not.toContain("!");
});

test("by whose word a lot is flashed, a long or hostile name cut to its place", async () => {
  const { terminal, shows, tell } = openScreen();
  const approval = { by: "A\x1b[2Jda Lovelace", at: atSecond(0) };
  tell(lotStarted(["F01"], { approvals: [{ recipe: "plug", approval }] }));
  await shows("approved: A");
  expect(terminal.rows()[2]).toMatch(/ {2}approved: A.{8}~ /);
  expect(terminal.text()).not.toMatch(/[^\n\P{C}]/u);
});

test("three rows, each exactly as wide as the screen, whatever names the lot has", () => {
  const name = fc.string({ unit: "grapheme", maxLength: 40 });
  const names = fc.record({ lot: name, recipe: name, operator: fc.option(name), station: name });
  fc.assert(
    fc.property(names, name, fc.integer({ min: 40, max: 200 }), (lot, pool, width) => {
      const events = [
        lotStarted(["F01"], { ...lot, recipeSha256: null }),
        lineEvent({ kind: "identities-left", pool, left: 3 }),
        runStarted({}),
      ];
      const rows = drawHeader(
        {
          line: events.reduce(reduceLine, emptyLine()),
          ...{ health: "connected", limits: { amber: 95, red: 90 }, symbols: UNICODE_SYMBOLS },
          now: START,
        },
        width,
      );
      expect(rows).toHaveLength(3);
      for (const row of rows) {
        const text = row.map((segment) => segment.text).join("");
        expect(countCells(text)).toBe(width);
        expect(text).not.toMatch(/\p{C}/u);
      }
    }),
  );
});

test.each(["silent", "away"] as const)(
  "what the line lives on is not known from a line that is %s",
  (health) => {
    const events = [lotStarted(["F01"]), healthy];
    expect(headerAfter(events, 160)[2]).toContain("✓ Redis journal disk");
    const [, , rates = ""] = headerAfter(events, 160, { health });
    expect(rates).toContain("{dim:· Redis journal disk}");
    expect(rates).not.toContain("✓");
  },
);

test("with several stations they are counted, and those that are away are named", () => {
  const serves = (kind: "worker-started" | "worker-lost", station: string, fixture: string) =>
    lineEvent({ kind, worker: `W ${station}`, pid: 1, station, fixtures: [fixture] });
  const both = [
    lotStarted(["F01", "F02"]),
    serves("worker-started", "pc-1", "F01"),
    serves("worker-started", "pc-2", "F02"),
  ];
  const counts = (events: readonly StationEvent[]) => headerAfter(events, 120)[1];
  expect(counts(both.slice(0, 2))).not.toMatch(/station/);
  expect(counts(both)).toMatch(/2 stations/);
  expect(counts(both)).not.toMatch(/AWAY/);
  const lost = [...both, serves("worker-lost", "pc-2", "F02")];
  expect(counts(lost)).toMatch(/2 stations \{red:pc-2 AWAY\}/);
  expect(counts([...lost, serves("worker-started", "pc-2", "F02")])).not.toMatch(/AWAY/);
});
