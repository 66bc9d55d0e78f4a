import type { NextTry } from "../failure/catalogue-entry.ts";
import type { Failure } from "../failure/failure.ts";
import type { StepName } from "../failure/step-name.ts";
import type { Outcome } from "../failure/verdict.ts";
import type { Purpose } from "../run/purpose.ts";
import type { Awaited } from "./awaited.ts";
import type { IdleReason, NextByHand } from "./fixture-happening.ts";
import type { LockCause } from "./lock-words.ts";
import type { StepShares } from "./overall-progress.ts";
import type { PastRun } from "./past-run.ts";
import type { StepTime } from "./step-time.ts";

/** How a run ended, as a fixture shows it. */
export interface RunResult {
  readonly outcome: Outcome;
  readonly failure: Failure | null;
  readonly durationMs: number;
  /** What follows for its board, if that was told. */
  readonly next?: NextTry | undefined;
  /** Other fixtures in which the board failed before in this sitting; none if absent. */
  readonly failedIn?: readonly string[] | undefined;
}

/** The run a fixture is busy with, or its last one. */
export interface RunState {
  readonly run: string;
  readonly serial: string;
  readonly attempt: number;
  readonly purpose: Purpose;
  /** ISO time. */
  readonly startedAt: string;
  readonly step: StepName | null;
  /** Bytes of the step. */
  readonly done: number;
  readonly total: number;
  readonly shares: StepShares;
  /** In the order they began. */
  readonly steps: readonly StepTime[];
  /** Of the flash port; null if it was not told. */
  readonly port: string | null;
  /** The rate the board was linked at last; null before that. */
  readonly baud: number | null;
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
 * `unfit`: until an input of it can be read · `lost`: its worker is gone, for a while or for good.
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

/** Who or what keeps a fixture from taking boards, and why in a few words. Not escaped. */
export interface FixtureLock {
  readonly by: string | null;
  readonly why: string;
  /** Absent: by hand. */
  readonly cause?: LockCause | undefined;
  /** A sentence, where a policy has locked it. */
  readonly detail?: string | undefined;
}

/** What is known of one fixture. A verdict stays in `run` while the fixture waits for the next board. */
export interface FixtureState {
  readonly fixture: string;
  /** The PC that serves it, or did last; null if that was not told. */
  readonly station: string | null;
  readonly situation: Situation;
  /** Why it is idle, unplugged, unfit or lost, if that was told. */
  readonly reason: IdleReason | null;
  /** The serial to load while waiting; null for any that is scanned. With `acknowledge`: the one whose result stands. */
  readonly nextSerial: string | null;
  /** Of the board to load while waiting. */
  readonly nextPurpose: Purpose;
  /** What it waits for, while it does. */
  readonly awaits: Awaited | null;
  /** Whether the board whose result stands may run once more by a person's word, or in another fixture. */
  readonly retry: NextByHand;
  readonly run: RunState | null;
  /** Its runs of this sitting that are over, the newest first, at most 6. */
  readonly pastRuns: readonly PastRun[];
  /** Whether the result of `run` is off the tile: it was seen, or its board has left. */
  readonly result: "stands" | "cleared";
  /** Null unless a person or a policy has locked it. */
  readonly lock: FixtureLock | null;
  /** `chosen`: the next serial that is scanned goes here. */
  readonly scan: "chosen" | "any";
}

/** A fixture nothing is known of. */
export const emptyFixture = (fixture: string): FixtureState => ({
  fixture,
  station: null,
  situation: "empty",
  reason: null,
  nextSerial: null,
  nextPurpose: "product",
  awaits: null,
  retry: "none",
  run: null,
  pastRuns: [],
  result: "stands",
  lock: null,
  scan: "any",
});

/** Whether a board is being worked on. */
export const isRunning = ({ situation, run }: FixtureState): boolean =>
  situation === "running" && run?.result === null;
