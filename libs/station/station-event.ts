import type { Twins } from "../figures/twins.ts";
import type { RunEvent } from "../run/run-event.ts";
import type { LotApproval } from "./approval-words.ts";
import type { CheckFailure } from "./check-words.ts";
import type { FixtureHappening } from "./fixture-happening.ts";
import type { CommandRefusal, ScanRefusal, ScanRefusalData } from "./refusal.ts";
import type { StationHealth } from "./station-health.ts";

/** Boards by their last run. A retest counts once. */
export interface LotCounts {
  readonly pass: number;
  readonly fail: number;
  readonly error: number;
  readonly aborted: number;
  /** Boards that passed and stand among the lot's twins: none of `pass`; absent: none. Known at the end alone. */
  readonly doubtful?: number;
  /** Boards of the lot that have no run yet; null when serials are scanned and the number is open. */
  readonly notRun: number | null;
  /** Boards whose last run's end is not known; absent: none. */
  readonly unknown?: number;
}

/** Serials of the lot that stand as passed on boards with one MAC (12 hex digits). */
export type LotTwins = Pick<Twins, "mac" | "serials">;

/** Boards by their first run, as far as first-pass yield looks at it. */
export interface FirstRuns {
  readonly pass: number;
  readonly fail: number;
}

/** What the coordinator tells besides the runs. `at` is ISO 8601. */
export type LineHappening =
  | {
      readonly kind: "worker-started";
      readonly worker: string;
      readonly pid: number;
      /** The PC it runs on; absent: an older coordinator did not say. */
      readonly station?: string;
      readonly fixtures: readonly string[];
    }
  | {
      readonly kind: "worker-lost";
      readonly worker: string;
      readonly pid: number;
      /** The PC it runs on; absent: an older coordinator did not say. */
      readonly station?: string;
      readonly fixtures: readonly string[];
    }
  | {
      readonly kind: "lot-started";
      readonly lot: string;
      readonly session: string;
      /** Of the coordinator; null if an older one did not say. */
      readonly station: string | null;
      /** Names of its recipes, joined by commas. */
      readonly recipe: string;
      /** SHA-256 of the recipe file; null if the lot has several, or an older coordinator did not say. */
      readonly recipeSha256: string | null;
      /** Of each recipe of the lot. */
      readonly approvals: readonly LotApproval[];
      readonly operator: string | null;
      /** Ids in jig order; where fixtures join the lot those that were there when it began. */
      readonly fixtures: readonly string[];
      readonly trigger: "operator" | "switch" | "auto";
      /** Boards in the lot; null when serials are scanned. */
      readonly boards: number | null;
      /** Boards that passed in an earlier sitting. */
      readonly passedBefore: number;
      /** Boards that had their first run in an earlier sitting, by how that ended; none if absent. */
      readonly firstRunsBefore?: FirstRuns;
      /** Places of fixtures, from 1, whose number is a serial of the lot or, when serials are scanned, could be. */
      readonly numericSerials: readonly number[];
    }
  /** A fixture has come into a lot that takes those that a line's stations serve: it stands behind the others. */
  | {
      readonly kind: "fixture-joined";
      readonly fixture: string;
      /** The PC that serves it, and the name of its jig there. */
      readonly station: string;
      readonly jig: string;
      readonly trigger: "operator" | "switch" | "auto";
    }
  | FixtureHappening
  /** The next serial that is scanned goes to this fixture; absent: to any again. */
  | { readonly kind: "fixture-chosen"; readonly fixture?: string }
  /** A check board did not do in a fixture what it must; that is locked. */
  | ({ readonly kind: "check-failed" } & CheckFailure)
  /** No board is started; those at work finish. */
  | {
      readonly kind: "line-paused";
      readonly by: string | null;
      /** A sentence, where a policy has paused it. */
      readonly why?: string;
      /** Ids of the runs that led to it. */
      readonly runs?: readonly string[];
    }
  | { readonly kind: "line-resumed"; readonly by: string | null }
  /** A policy ends the lot, since nobody is there to go on: boards at work finish. `why`: a sentence. */
  | { readonly kind: "line-closed"; readonly why: string; readonly runs: readonly string[] }
  | {
      readonly kind: "scan-refused";
      /** Text as it came. */
      readonly serial: string;
      readonly fixture?: string;
      readonly reason: ScanRefusal;
      readonly data: ScanRefusalData;
    }
  | {
      readonly kind: "command-refused";
      readonly command: RefusableCommand;
      readonly fixture?: string;
      readonly reason: CommandRefusal;
    }
  /** Free entries of a pool that the lot takes identities from. */
  | { readonly kind: "identities-left"; readonly pool: string; readonly left: number }
  | ({ readonly kind: "station-health" } & StationHealth)
  /** For people: a lot stopping, Redis away. */
  | {
      readonly kind: "notice";
      readonly level: "info" | "warning";
      readonly text: string;
      readonly fixture?: string;
    }
  | ({
      readonly kind: "lot-ended";
      readonly lot: string;
      readonly stopped: boolean;
      readonly durationMs: number;
      /** Serials of the lot that stand as passed on boards with one MAC; absent: none. */
      readonly twins?: readonly LotTwins[];
      /** Where the line's journal ends, `JOURNAL:PLACE:HASH`; absent if it could not be read. */
      readonly head?: string;
    } & LotCounts);

/** A line happening with its time. */
export type LineEvent = { readonly at: string } & LineHappening;

/** Everything dashboards, `--json` and plain lines are fed with. */
export type StationEvent = RunEvent | LineEvent;

/** What a dashboard may ask of the coordinator. `by`: who asks; the lot's operator if absent. */
export type OperatorCommand =
  /**
   * Start the waiting fixture; without a fixture: acknowledge the longest-standing result, else start the next that waits. `shown`: fixtures
   * whose results the person had before them; no other is acknowledged, and nothing is started while there is one.
   */
  | { readonly kind: "start"; readonly fixture?: string; readonly shown?: readonly string[] }
  /** Text was scanned or typed: a serial, or a fixture's id, which the next serial then goes to. */
  | { readonly kind: "scan"; readonly serial: string }
  /** The result of the fixture was seen; without a fixture: the longest-standing one. */
  | { readonly kind: "acknowledge"; readonly fixture?: string }
  /** Run the board once more whose result stands in the fixture. */
  | { readonly kind: "retry"; readonly fixture: string }
  /** Give the fixture no board; one at work finishes. */
  | { readonly kind: "lock"; readonly fixture: string; readonly by?: string }
  | { readonly kind: "unlock"; readonly fixture: string; readonly by?: string }
  /** Start no board; those at work finish. */
  | { readonly kind: "pause"; readonly by?: string }
  | { readonly kind: "resume"; readonly by?: string }
  /** Stop the line: running boards are powered off and recorded as aborted. */
  | { readonly kind: "stop" };

/** A command that can be refused as such: a refused scan is told with its serial. */
export type RefusableCommand = Exclude<OperatorCommand["kind"], "scan">;
