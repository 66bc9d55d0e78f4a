import { figuresOf } from "../../../libs/figures/figures.ts";
import { fixtureNames } from "../../../libs/figures/fixture-names.ts";
import { placeRuns } from "../../../libs/figures/place-runs.ts";
import { wallClock } from "../../../libs/figures/wall-clock.ts";
import type { Report } from "../../../libs/report/report.ts";
import { summariseLot } from "../../../libs/report/summarise-lot.ts";
import { totalsOf } from "../../../libs/report/totals.ts";
import type { RunFacts } from "../../../libs/run/run-facts.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import { sampleFailure, samplePass, samplePassOn } from "../journal/sample-records.ts";

/** Formats of times are dear to make. */
const clocks = new Map<string, ReturnType<typeof wallClock>>();
const clockOf = (timeZone: string): ReturnType<typeof wallClock> => {
  const clock = clocks.get(timeZone) ?? wallClock(timeZone);
  clocks.set(timeZone, clock);
  return clock;
};

/** What the journal would give of one lot. */
export const reportOfLot = (
  lot: string,
  records: readonly RunFacts[],
  serials: readonly string[] = [],
  timeZone = "UTC",
): Report => {
  const runs = placeRuns(records);
  const summary = summariseLot(lot, runs, serials);
  return {
    scope: { lot: null, fixture: null, since: null, until: null },
    timeZone,
    madeAt: "2026-03-02T08:00:00.000Z",
    head: `01K5V0Q8Z3N7M1TPX2RBYD4G6C:4711:${"9f".repeat(32)}`,
    lots: [summary],
    totals: totalsOf(summary.rows, runs),
    figures: figuresOf(runs, {
      wallClock: clockOf(timeZone),
      shiftStarts: [6, 14, 22].map((hour) => hour * 3_600_000),
      fixtureName: fixtureNames(records),
    }),
    checks: 0,
    decisions: [],
    records: () => records.map((record) => JSON.stringify(record)),
  };
};

/** Draws over the screen, hides, reorders, breaks lines and cells. */
export const HOSTILE = '\x1b[2J\x1b]0;owned\x07\x9b31m\u202e\u200b\r\n",=1+1';

/** A failed run in which every text that others wrote is hostile. */
export const hostileRun = (): RunRecord =>
  sampleFailure(
    { code: "boot-wrong", expected: "V:BK", seen: HOSTILE },
    {
      serial: `=cmd|'/c calc'!A1${HOSTILE}`,
      lot: `@SUM(1)${HOSTILE}`,
      fixture: `-F1${HOSTILE}`,
      run: `+R1${HOSTILE}`,
      port: HOSTILE,
      operator: HOSTILE,
      station: HOSTILE,
      program: HOSTILE,
      recipe: { name: HOSTILE, sha256: HOSTILE },
      images: [{ file: `=${HOSTILE}`, sha256: HOSTILE }],
      notes: [HOSTILE],
      bootLog: HOSTILE.repeat(20),
      board: {
        chip: "bk7231n",
        chipId: HOSTILE,
        bootloader: HOSTILE,
        fingerprint: HOSTILE,
        flashId: HOSTILE,
        flashBytes: 1,
        mac: HOSTILE,
      },
      crcs: [{ address: 0, length: 1, host: HOSTILE, chip: HOSTILE }],
    },
  );

/** The runs of a lot as a line leaves it: passes, a repaired board, each kind of failure. */
export const mixedRuns = (): readonly RunRecord[] => [
  samplePass({ run: "R1", serial: "SN0001" }),
  sampleFailure(
    { code: "verify-mismatch", address: 0x11000, length: 4096, expected: "aa", found: "00" },
    { run: "R2", serial: "SN0002", fixture: "F02" },
  ),
  samplePassOn("c8478c000002", { run: "R3", serial: "SN0002", fixture: "F03", attempt: 2 }),
  sampleFailure(
    { code: "bootloader-mismatch", expected: "1.0.1", found: "1.0.5" },
    { run: "R4", serial: "SN0003", fixture: "F04" },
  ),
  sampleFailure(
    { code: "interrupted" },
    { run: "R5", serial: "SN0004", fixture: "F05", recorded: "start" },
  ),
];

/** That lot, with one board to come. */
export const mixedReport = (timeZone?: string): Report =>
  reportOfLot("LOT-1", mixedRuns(), ["SN0001", "SN0002", "SN0003", "SN0004", "SN0005"], timeZone);
