import { pairWords } from "../failure/pair-words.ts";
import { isProduct } from "../run/purpose.ts";
import type { RunEvent } from "../run/run-event.ts";
import { addRun } from "./board-tallies.ts";
import { changeFixture, restFixture } from "./change-fixture.ts";
import { changeOne, changeSome, chooseOne } from "./change-fixtures.ts";
import { explainCheckFailure } from "./check-words.ts";
import { addFailure, type FailureEntry } from "./failure-entry.ts";
import type { FixtureHappening } from "./fixture-happening.ts";
import { emptyFixture, type FixtureState } from "./fixture-state.ts";
import { NO_MORE_BOARDS, RESUME_HALTED } from "./halt-words.ts";
import { MEND_LOCKED } from "./lock-words.ts";
import { endLot, joinLot, type LotState, startLot, tellPool } from "./lot-state.ts";
import { reduceFixture } from "./reduce-fixture.ts";
import { commandRefusalWords, scanRefusalWords } from "./refusal-words.ts";
import type { LineEvent, StationEvent } from "./station-event.ts";
import type { StationHealth } from "./station-health.ts";

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
  /** Null while boards are started; else who has paused the line, if known, or why a policy has. */
  readonly paused: { readonly by: string | null; readonly why?: string | undefined } | null;
  /** Null until it was told. */
  readonly health: StationHealth | null;
}

const KEPT = 20;

/** The line before any event. */
export const emptyLine = (): LineState => ({
  lot: null,
  fixtures: [],
  failures: [],
  notices: [],
  paused: null,
  health: null,
});

const withNotice = (state: LineState, notice: NoticeEntry): LineState => ({
  ...state,
  notices: [notice, ...state.notices].slice(0, KEPT),
});

/** A refusal stands among the notices, in the words of the line. */
const withWarning = (
  state: LineState,
  { at, fixture = null }: { readonly at: string; readonly fixture?: string | null },
  text: string,
): LineState => withNotice(state, { at, level: "warning", fixture, text });

/** A worker serves the fixture (again): what was lost is as new, but for its lock, what it has done, and a run that is not over. */
const findAgain =
  (station: string | null) =>
  (known: FixtureState): FixtureState => {
    const { fixture, situation, lock, pastRuns, run } = known;
    const here = { ...known, station: station ?? known.station };
    if (situation !== "lost") return here;
    const again = { ...emptyFixture(fixture), station: here.station, lock, pastRuns };
    return run?.result === null ? { ...again, run, situation: "running" } : again;
  };

const changed = (state: LineState, event: FixtureHappening): LineState => ({
  ...state,
  fixtures: changeOne(state.fixtures, event.fixture, (it) => changeFixture(it, event)),
});

const lose =
  (station: string | null) =>
  (fixture: FixtureState): FixtureState => ({
    ...fixture,
    station: station ?? fixture.station,
    situation: "lost",
    reason: "worker-lost",
  });

const reduceRunEvent = (state: LineState, event: RunEvent): LineState => {
  const fixtures = changeOne(state.fixtures, event.fixture, (it) => reduceFixture(it, event));
  const line: LineState = { ...state, fixtures };
  if (event.kind !== "run-ended" || !isProduct(event)) return line;
  const { lot } = line;
  const suspicion = event.verdict === "pass" ? pairWords({ ...event, outcome: "pass" }) : undefined;
  return {
    ...(suspicion === undefined ? line : withWarning(line, event, suspicion)),
    lot: lot?.lot === event.lot ? { ...lot, ...addRun(lot, event) } : lot,
    failures: addFailure(line.failures, event),
  };
};

const reduceLineEvent = (state: LineState, event: LineEvent): LineState => {
  switch (event.kind) {
    case "worker-started":
      return {
        ...state,
        fixtures: changeSome(state.fixtures, event.fixtures, findAgain(event.station ?? null)),
      };
    case "worker-lost": {
      const { at, worker, pid, fixtures, station = null } = event;
      const where = station === null ? "" : ` on ${station}`;
      const text = `Worker ${worker} (process ${pid}${where}) is gone; it served ${fixtures.join(", ")}.`;
      const line = { ...state, fixtures: changeSome(state.fixtures, fixtures, lose(station)) };
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
    case "fixture-joined":
      return {
        ...state,
        lot: state.lot && joinLot(state.lot, event.trigger),
        fixtures: changeOne(state.fixtures, event.fixture, findAgain(event.station)),
      };
    case "fixture-waiting":
    case "fixture-idle":
    case "result-cleared":
    case "fixture-proven":
      return changed(state, event);
    case "fixture-locked": {
      const { detail } = event;
      const locked = changed(state, event);
      return detail === undefined
        ? locked
        : withWarning(locked, event, `Locked: ${detail} ${MEND_LOCKED}`);
    }
    case "fixture-unlocked": {
      const { at, fixture, by } = event;
      const text = by === null ? "Unlocked." : `Unlocked by ${by}.`;
      return withNotice(changed(state, event), { at, level: "info", fixture, text });
    }
    case "fixture-chosen":
      return { ...state, fixtures: chooseOne(state.fixtures, event.fixture) };
    case "line-paused": {
      const { by, why } = event;
      const paused = { ...state, paused: { by, ...(why !== undefined && { why }) } };
      return why === undefined ? paused : withWarning(paused, event, `${why} ${RESUME_HALTED}`);
    }
    case "line-closed":
      return withWarning(state, event, `${event.why} ${NO_MORE_BOARDS}`);
    case "line-resumed":
      return { ...state, paused: null };
    case "scan-refused":
      return withWarning(state, event, scanRefusalWords(event));
    case "command-refused":
      return withWarning(state, event, commandRefusalWords(event));
    case "check-failed":
      return withWarning(state, event, explainCheckFailure(event));
    case "identities-left":
      return { ...state, lot: state.lot && tellPool(state.lot, event) };
    case "station-health": {
      const { journal, disk, redis } = event;
      return { ...state, health: { journal, disk, redis } };
    }
    case "notice": {
      const { at, level, text, fixture = null } = event;
      return withNotice(state, { at, level, fixture, text });
    }
    case "lot-ended":
      return {
        ...state,
        lot: endLot(state.lot, event),
        fixtures: state.fixtures.map(restFixture),
      };
  }
};

const isRunEvent = (event: StationEvent): event is RunEvent => "run" in event;

/**
 * The line after an event. Pure. Events may be lost, come late or twice, and name fixtures nobody
 * announced: the state is then as good as what was heard, and right again with the lot's end.
 */
export const reduceLine = (state: LineState, event: StationEvent): LineState =>
  isRunEvent(event) ? reduceRunEvent(state, event) : reduceLineEvent(state, event);
