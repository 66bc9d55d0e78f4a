import { explainToOperator } from "../failure/explain.ts";
import type { Outcome } from "../failure/verdict.ts";
import type { RunEvent } from "../run/run-event.ts";
import { emptyFixture, type FixtureState, reduceFixture } from "./fixture-state.ts";
import { endLot, type LotState, startLot, tallyRun } from "./lot-state.ts";
import type { LineEvent, StationEvent } from "./station-event.ts";

/** A run that ended with a failure, with what to do about it. */
export interface FailureEntry {
  readonly at: string;
  readonly run: string;
  readonly fixture: string;
  readonly serial: string;
  readonly outcome: Outcome;
  readonly code: string;
  /** One or two sentences for the operator. */
  readonly sentence: string;
}

/** Something people should know that is no run's end. */
export interface NoticeEntry {
  readonly at: string;
  readonly level: "info" | "warning";
  readonly fixture: string | null;
  readonly text: string;
}

/**
 * All a screen shows of the line: plain JSON, so that it also serves as the snapshot a late viewer
 * starts from. Texts are as they came, not escaped.
 */
export interface LineState {
  readonly lot: LotState | null;
  /** In jig order. */
  readonly fixtures: readonly FixtureState[];
  /** The newest first, at most 20. */
  readonly failures: readonly FailureEntry[];
  /** The newest first, at most 20. */
  readonly notices: readonly NoticeEntry[];
}

const KEPT = 20;

/** The line before any event. */
export const emptyLine = (): LineState => ({ lot: null, fixtures: [], failures: [], notices: [] });

const withFixture = (
  state: LineState,
  id: string,
  change: (fixture: FixtureState) => FixtureState,
): LineState => {
  const known = state.fixtures.some(({ fixture }) => fixture === id);
  const fixtures = known ? state.fixtures : [...state.fixtures, emptyFixture(id)];
  return {
    ...state,
    fixtures: fixtures.map((fixture) => (fixture.fixture === id ? change(fixture) : fixture)),
  };
};

const withFixtures = (
  state: LineState,
  ids: readonly string[],
  change: (fixture: FixtureState) => FixtureState,
): LineState => ids.reduce((line, id) => withFixture(line, id, change), state);

const withNotice = (state: LineState, notice: NoticeEntry): LineState => ({
  ...state,
  notices: [notice, ...state.notices].slice(0, KEPT),
});

const addFailure = (
  failures: readonly FailureEntry[],
  { at, run, fixture, serial, verdict, failure }: RunEvent & { readonly kind: "run-ended" },
): readonly FailureEntry[] => {
  if (failure === null || failures.some((entry) => entry.run === run)) return failures;
  const sentence = explainToOperator(failure);
  const entry = { at, run, fixture, serial, outcome: verdict, code: failure.code, sentence };
  return [entry, ...failures].slice(0, KEPT);
};

const reduceRunEvent = (state: LineState, event: RunEvent): LineState => {
  const line = withFixture(state, event.fixture, (fixture) => reduceFixture(fixture, event));
  if (event.kind !== "run-ended") return line;
  const { lot } = line;
  return {
    ...line,
    lot: lot?.lot === event.lot ? tallyRun(lot, event) : lot,
    failures: addFailure(line.failures, event),
  };
};

const reduceLineEvent = (state: LineState, event: LineEvent): LineState => {
  switch (event.kind) {
    case "worker-started":
      return withFixtures(state, event.fixtures, (fixture) =>
        fixture.situation === "lost" ? emptyFixture(fixture.fixture) : fixture,
      );
    case "worker-lost": {
      const { at, worker, pid, fixtures } = event;
      const text = `Worker ${worker} (process ${pid}) is gone; it served ${fixtures.join(", ")}.`;
      const line = withFixtures(state, fixtures, (known) => ({ ...known, situation: "lost" }));
      return withNotice(line, { at, level: "warning", fixture: null, text });
    }
    case "lot-started": {
      // A viewer may hear again what its snapshot already holds.
      if (state.lot?.session === event.session) return state;
      const line = state.lot === null ? state : emptyLine();
      const inJigOrder = event.fixtures.map(
        (id) => line.fixtures.find(({ fixture }) => fixture === id) ?? emptyFixture(id),
      );
      return { ...line, lot: startLot(event), fixtures: inJigOrder };
    }
    case "fixture-waiting":
      return withFixture(state, event.fixture, (fixture) => ({
        ...fixture,
        situation: "waiting",
        nextSerial: event.serial,
        awaits: event.awaits,
      }));
    case "fixture-idle":
      return withFixture(state, event.fixture, (fixture) => ({
        ...fixture,
        situation: IDLE_SITUATION[event.reason],
        nextSerial: null,
        awaits: null,
      }));
    case "notice": {
      const { at, level, text, fixture = null } = event;
      return withNotice(state, { at, level, fixture, text });
    }
    case "lot-ended":
      return { ...state, lot: endLot(state.lot, event) };
  }
};

const IDLE_SITUATION = {
  done: "idle",
  "ports-gone": "unplugged",
  "input-failed": "unfit",
  "worker-lost": "lost",
  "taken-out": "lost",
} as const;

const isRunEvent = (event: StationEvent): event is RunEvent => "run" in event;

/**
 * The line after an event. Pure. Events may be lost, come late or twice, and name fixtures nobody
 * announced: the state is then as good as what was heard, and right again with the lot's end.
 */
export const reduceLine = (state: LineState, event: StationEvent): LineState =>
  isRunEvent(event) ? reduceRunEvent(state, event) : reduceLineEvent(state, event);
