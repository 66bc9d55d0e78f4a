import type { Failure } from "../failure/failure.ts";
import type { StepName } from "../failure/step-name.ts";
import type { Outcome } from "../failure/verdict.ts";
import type { RunEvent, RunHappening } from "../run/run-event.ts";
import { advanceStep, type StepShares, startStep } from "./overall-progress.ts";
import type { Awaited } from "./station-event.ts";

/** How a run ended, as a fixture shows it. */
export interface RunResult {
  readonly outcome: Outcome;
  readonly failure: Failure | null;
  readonly durationMs: number;
}

/** As many as tell how a boot went, and no more than every viewer's snapshot can carry. */
const LOG_LINES = 20;

/** The run a fixture is busy with, or its last one. */
export interface RunState {
  readonly run: string;
  readonly serial: string;
  readonly attempt: number;
  /** ISO time. */
  readonly startedAt: string;
  readonly step: StepName | null;
  /** Bytes of the step. */
  readonly done: number;
  readonly total: number;
  readonly shares: StepShares;
  /** What a person must do for the run to go on. */
  readonly asked: string | null;
  /** The end of what the board's log port said, as lines, escaped; the newest last, at most 20. */
  readonly log: readonly string[];
  /** Null while it runs. */
  readonly result: RunResult | null;
}

/**
 * `empty`: nothing heard yet · `waiting`: for a board · `running` · `ended`: the verdict stands ·
 * `idle`: no board is left for it · `unplugged`: until its ports are back ·
 * `unfit`: until an input of it can be read · `lost`: its worker is gone.
 */
export type Situation =
  | "empty"
  | "waiting"
  | "running"
  | "ended"
  | "idle"
  | "unplugged"
  | "unfit"
  | "lost";

/** What is known of one fixture. A verdict stays in `run` while the fixture waits for the next board. */
export interface FixtureState {
  readonly fixture: string;
  readonly situation: Situation;
  /** The serial to load while waiting; null for any that is scanned. */
  readonly nextSerial: string | null;
  /** What it waits for, while it does. */
  readonly awaits: Awaited | null;
  readonly run: RunState | null;
}

/** A fixture nothing is known of. */
export const emptyFixture = (fixture: string): FixtureState => ({
  fixture,
  situation: "empty",
  nextSerial: null,
  awaits: null,
  run: null,
});

/** Whether a board is being worked on. */
export const isRunning = ({ situation, run }: FixtureState): boolean =>
  situation === "running" && run?.result === null;

const newRun = ({ run, serial, attempt, at }: RunEvent): RunState => ({
  run,
  serial,
  attempt,
  startedAt: at,
  step: null,
  done: 0,
  total: 0,
  shares: {},
  asked: null,
  log: [],
  result: null,
});

const reduceRun = (run: RunState, event: RunHappening): RunState => {
  switch (event.kind) {
    case "run-started":
    case "note":
      return run;
    case "step-started":
      return {
        ...run,
        step: event.step,
        done: 0,
        total: 0,
        shares: startStep(run.shares, event.step),
        asked: null,
      };
    case "step-progress": {
      const { step, done, total } = event;
      const shares = startStep(run.shares, step);
      return { ...run, step, done, total, shares: advanceStep(shares, step, done / total) };
    }
    case "step-passed":
      return { ...run, shares: advanceStep(run.shares, event.step, 1), asked: null };
    case "board-identified":
      return { ...run, asked: null };
    case "operator-asked":
      return { ...run, asked: event.instruction };
    case "log-lines":
      return { ...run, log: [...run.log, ...event.lines].slice(-LOG_LINES) };
    case "run-ended": {
      const { verdict, failure, durationMs } = event;
      return { ...run, asked: null, result: { outcome: verdict, failure, durationMs } };
    }
  }
};

/**
 * A fixture after an event of a run in it. Any event may be the first that is seen of a run; what
 * comes late from an earlier run, or after a verdict, changes nothing.
 */
export const reduceFixture = (fixture: FixtureState, event: RunEvent): FixtureState => {
  const known = fixture.run?.run === event.run ? fixture.run : null;
  if (known?.result) return fixture;
  if (known === null && fixture.run !== null && event.at < fixture.run.startedAt) return fixture;
  const run = reduceRun(known ?? newRun(event), event);
  const situation = known === null ? "running" : fixture.situation;
  const over = run.result !== null && situation === "running";
  return { ...fixture, run, situation: over ? "ended" : situation };
};
