import type { JournalRun, RoundFacts } from "../../../apps/crash/round-facts.ts";
import type { PoweredSpan } from "../../../libs/simulator/powered-span.ts";

const PLAN = { start: 0x11000, end: 0x20000 };
const WANTED = { planned: [PLAN], sha256: "as-planned" };

/** A moment of the day, in seconds. */
export const at = (second: number): string => new Date(second * 1000).toISOString();

/** A run in F01 from `from` to `to`, in seconds. */
export const runOf = (
  serial: string,
  [from, to]: readonly [number, number],
  more: Partial<JournalRun> = {},
): JournalRun => ({
  ...{ run: `${serial}-${from}`, serial, fixture: "F01", attempt: 1, startedAt: at(from) },
  end: { endedAt: at(to), verdict: "pass", code: null, record: "{}" },
  ...more,
});

/** How a run ended that did not pass. */
export const endOf = (to: number, verdict: "fail" | "error" | "aborted"): JournalRun["end"] => ({
  ...{ endedAt: at(to), verdict, code: "interrupted", record: "{}" },
});

/** Power on F01 in which the plan was flashed and proven. */
export const spanOf = (
  [from, to]: readonly [number, number],
  more: Partial<PoweredSpan> = {},
): PoweredSpan => ({
  ...{ fixture: "F01", onAt: at(from), offAt: at(to), erases: 15, programs: 240 },
  ...{ changed: [PLAN], summed: [PLAN], flashSha256: "as-planned" },
  ...more,
});

/** Two boards that passed one after the other on one nest: a round as it should be, but for `more`. */
export const roundOf = (more: Partial<RoundFacts> = {}): RoundFacts => ({
  serials: ["SN1", "SN2"],
  journals: [{ name: "line", runs: [runOf("SN1", [10, 20]), runOf("SN2", [30, 40])], faults: [] }],
  spans: [spanOf([11, 19]), spanOf([31, 39])],
  wanted: new Map([["F01", WANTED]]),
  kills: [],
  last: { exitCode: 0, counts: { pass: 2, fail: 0, error: 0, aborted: 0 } },
  reported: new Map([
    ["SN1", "pass"],
    ["SN2", "pass"],
  ]),
  left: [],
  misdeeds: [],
  ...more,
});
