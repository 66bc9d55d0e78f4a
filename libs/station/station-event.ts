import type { RunEvent } from "../run/run-event.ts";
import type { LotApproval } from "./approval-words.ts";

/** Boards by their last run. A retest counts once. */
export interface LotCounts {
  readonly pass: number;
  readonly fail: number;
  readonly error: number;
  readonly aborted: number;
  /** Boards of the lot that have no run yet; null when serials are scanned and the number is open. */
  readonly notRun: number | null;
}

/**
 * What a fixture waits for. `key`: the operator's Enter · `scan`: a serial · `button`: its start button ·
 * `board`: a board in it · `swap`: its last board out, another in · `lid`: its lid closed · `reopen`: its
 * lid opened, the board put in, the lid closed.
 */
export type Awaited = "key" | "scan" | "button" | "board" | "swap" | "lid" | "reopen";

/** What the coordinator tells besides the runs. `at` is ISO 8601. */
export type LineHappening =
  | {
      readonly kind: "worker-started";
      readonly worker: string;
      readonly pid: number;
      readonly fixtures: readonly string[];
    }
  | {
      readonly kind: "worker-lost";
      readonly worker: string;
      readonly pid: number;
      readonly fixtures: readonly string[];
    }
  | {
      readonly kind: "lot-started";
      readonly lot: string;
      readonly session: string;
      readonly recipe: string;
      /** Of each recipe of the lot. */
      readonly approvals: readonly LotApproval[];
      readonly operator: string | null;
      /** Ids in jig order. */
      readonly fixtures: readonly string[];
      readonly trigger: "operator" | "switch" | "auto";
      /** Boards in the lot; null when serials are scanned. */
      readonly boards: number | null;
      /** Boards that passed in an earlier sitting. */
      readonly passedBefore: number;
    }
  /** The fixture waits for the board of `serial` (null: for any that is scanned), and now for this. */
  | {
      readonly kind: "fixture-waiting";
      readonly fixture: string;
      readonly serial: string | null;
      readonly awaits: Awaited;
    }
  /** No serial is left for it; its ports or an input are not there, and it works again when they are; or it is out for good. */
  | {
      readonly kind: "fixture-idle";
      readonly fixture: string;
      readonly reason: "done" | "ports-gone" | "input-failed" | "worker-lost" | "taken-out";
    }
  /** For people: a scan refused, a lot stopping, Redis away. */
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
    } & LotCounts);

/** A line happening with its time. */
export type LineEvent = { readonly at: string } & LineHappening;

/** Everything dashboards, `--json` and plain lines are fed with. */
export type StationEvent = RunEvent | LineEvent;

/** What a dashboard may ask of the coordinator. */
export type OperatorCommand =
  /** Start the waiting fixture; without a fixture: the next waiting one. */
  | { readonly kind: "start"; readonly fixture?: string }
  /** A serial was scanned or typed. */
  | { readonly kind: "scan"; readonly serial: string }
  /** Stop the line: running boards are powered off and recorded as aborted. */
  | { readonly kind: "stop" };
