import type { RunEvent } from "../run/run-event.ts";
import type { FixtureState, RunState } from "./fixture-state.ts";
import { advanceStep, startStep } from "./overall-progress.ts";
import { addPastRun } from "./past-run.ts";
import { beginStep, endStep } from "./step-time.ts";

/** As many as tell how a boot went, and no more than every viewer's snapshot can carry. */
const LOG_LINES = 20;

const newRun = ({ run, serial, attempt, purpose, at }: RunEvent): RunState => ({
  run,
  serial,
  attempt,
  purpose: purpose ?? "product",
  startedAt: at,
  step: null,
  done: 0,
  total: 0,
  shares: {},
  steps: [],
  port: null,
  baud: null,
  asked: null,
  log: [],
  result: null,
});

const reduceRun = (run: RunState, event: RunEvent): RunState => {
  switch (event.kind) {
    case "run-started":
      return { ...run, port: event.port ?? null };
    case "board-linked":
      return { ...run, baud: event.baud };
    case "note":
      return run;
    case "step-started":
      return {
        ...run,
        step: event.step,
        done: 0,
        total: 0,
        shares: startStep(run.shares, event.step),
        steps: beginStep(run.steps, event.step, event.at),
        asked: null,
      };
    case "step-progress": {
      const { step, done, total } = event;
      const shares = startStep(run.shares, step);
      return { ...run, step, done, total, shares: advanceStep(shares, step, done / total) };
    }
    case "step-passed":
      return {
        ...run,
        shares: advanceStep(run.shares, event.step, 1),
        steps: endStep(run.steps, event.step, event.durationMs, event.at),
        asked: null,
      };
    case "board-identified":
      return { ...run, asked: null };
    case "operator-asked":
      return { ...run, asked: event.instruction };
    case "log-lines":
      return { ...run, log: [...run.log, ...event.lines].slice(-LOG_LINES) };
    case "run-ended": {
      const { verdict: outcome, failure, durationMs, next, failedIn } = event;
      return { ...run, asked: null, result: { outcome, failure, durationMs, next, failedIn } };
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
  const begun = known === null ? ({ result: "stands", retry: "none", scan: "any" } as const) : {};
  const pastRuns =
    event.kind === "run-ended" ? addPastRun(fixture.pastRuns, event) : fixture.pastRuns;
  return { ...fixture, ...begun, run, pastRuns, situation: over ? "ended" : situation };
};
