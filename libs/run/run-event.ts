import type { NextTry } from "../failure/catalogue-entry.ts";
import type { Failure } from "../failure/failure.ts";
import type { StepName } from "../failure/step-name.ts";
import type { Outcome } from "../failure/verdict.ts";
import type { BoardFacts } from "../flasher/board-facts.ts";
import type { Purpose } from "./purpose.ts";

/** What every event of a run names. */
export interface RunIdentity {
  /** Run id (ULID). */
  readonly run: string;
  readonly lot: string;
  readonly serial: string;
  readonly fixture: string;
  /** 1 for a serial's first run in its lot. */
  readonly attempt: number;
  /** Absent: `product`. */
  readonly purpose?: Purpose;
}

/**
 * What happens in a run, told without names and times; the worker adds those.
 * Order: run-started, (step-started, (step-progress | board-linked | board-identified | operator-asked | note | log-lines)*, step-passed)*, run-ended.
 * A step that fails is followed by step "release" and run-ended.
 */
export type RunHappening =
  | {
      readonly kind: "run-started";
      readonly chip: string;
      readonly recipe: string;
      /** Of the flash port, as the record names it; absent if an older worker did not say. */
      readonly port?: string;
    }
  | { readonly kind: "step-started"; readonly step: StepName }
  /** `done` of `total` bytes. */
  | {
      readonly kind: "step-progress";
      readonly step: StepName;
      readonly done: number;
      readonly total: number;
    }
  | {
      readonly kind: "step-passed";
      readonly step: StepName;
      readonly durationMs: number;
      readonly bytes: number;
    }
  /** The board answers in download mode, at this rate. */
  | { readonly kind: "board-linked"; readonly baud: number }
  | { readonly kind: "board-identified"; readonly board: BoardFacts }
  /** A person must act now: power `manual` or reset by hand. */
  | { readonly kind: "operator-asked"; readonly instruction: string }
  /** Something the record should show though the run goes on: a fallback, a repeat. */
  | { readonly kind: "note"; readonly text: string }
  /**
   * What the log port said last, oldest first: at most 20 lines of at most 120 characters, escaped, at
   * most 4 times a second. May be lost; the record has the end of the log.
   */
  | { readonly kind: "log-lines"; readonly lines: readonly string[] }
  | {
      readonly kind: "run-ended";
      readonly verdict: Outcome;
      readonly failure: Failure | null;
      readonly durationMs: number;
      /** What follows for the board; absent if a worker says it, who does not know. */
      readonly next?: NextTry;
      /** Other fixtures in which the board failed before in this sitting, of whoever knows; none if absent. */
      readonly failedIn?: readonly string[];
    };

/** A happening with who and when: what goes over the wire and to `--json`. `at` is ISO 8601. */
export type RunEvent = RunIdentity & { readonly at: string } & RunHappening;
