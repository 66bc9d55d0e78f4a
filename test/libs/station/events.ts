import type { Purpose } from "../../../libs/run/purpose.ts";
import type { RunEvent, RunHappening } from "../../../libs/run/run-event.ts";
import type { LineEvent, LineHappening } from "../../../libs/station/station-event.ts";

/** The moment the events of these tests begin at. */
export const START = Date.parse("2026-01-01T08:00:00.000Z");

/** ISO time so many seconds after the start. */
export const atSecond = (second: number): string => new Date(START + second * 1000).toISOString();

/** A line event so many seconds after the start. */
export const lineEvent = (happening: LineHappening, second = 0): LineEvent => ({
  at: atSecond(second),
  ...happening,
});

/** Who an event of a run is about; the rest is filled in. */
export interface Who {
  readonly fixture?: string;
  readonly serial?: string;
  readonly attempt?: number;
  readonly run?: string;
  readonly purpose?: Purpose;
}

/** An event of a run so many seconds after the start. */
export const runEvent = (
  { fixture = "F01", serial = "SN0001", attempt = 1, run = `${serial}/${attempt}`, purpose }: Who,
  happening: RunHappening,
  second = 0,
): RunEvent => ({
  at: atSecond(second),
  ...{ run, lot: "L1", serial, fixture, attempt },
  ...(purpose !== undefined && { purpose }),
  ...happening,
});

/** The first event of a lot of 24 boards. */
export const lotStarted = (
  fixtures: readonly string[],
  changes: Partial<LineHappening & { kind: "lot-started" }> = {},
): LineEvent =>
  lineEvent({
    kind: "lot-started",
    lot: "L1",
    session: "S1",
    station: "line-2",
    recipe: "smart-plug-1.18",
    recipeSha256: "04".repeat(32),
    approvals: [{ recipe: "smart-plug-1.18", approval: null }],
    operator: null,
    fixtures,
    trigger: "operator",
    boards: 24,
    passedBefore: 0,
    numericSerials: [],
    ...changes,
  });

/** The first event of a run. */
export const runStarted = (who: Who, second = 0): RunEvent =>
  runEvent(who, { kind: "run-started", chip: "bk7231n", recipe: "smart-plug-1.18" }, second);

/** A run's pass. */
export const passed = (who: Who, second = 0): RunEvent =>
  runEvent(who, { kind: "run-ended", verdict: "pass", failure: null, durationMs: 9500 }, second);

/** A run's fail: no answer from the board. */
export const failed = (who: Who, second = 0): RunEvent =>
  runEvent(
    who,
    {
      kind: "run-ended",
      verdict: "fail",
      failure: { code: "no-link", attempts: 3, heard: 0 },
      durationMs: 4200,
    },
    second,
  );

/** Fixture names F01, F02, ... */
export const fixtureNames = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `F${String(index + 1).padStart(2, "0")}`);
