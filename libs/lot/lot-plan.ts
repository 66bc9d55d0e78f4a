import type { Failure } from "../failure/failure.ts";
import type { Outcome } from "../failure/verdict.ts";
import type { Trigger } from "../jig/jig.ts";
import type { NestCounts, NestNews } from "../station/nest-news.ts";
import type { Awaited } from "../station/station-event.ts";
import type { Chances } from "./after-run.ts";

/** A nest as the lot knows it. */
export interface LotFixture {
  readonly id: string;
  /** Repeats in place after a fail, from its recipe. */
  readonly retries: number;
}

/** What the journal knows of a serial of this lot. */
export interface EarlierRuns {
  /** Of its last run. */
  readonly outcome: Outcome;
  /** Runs so far; the next one's number follows. */
  readonly attempts: number;
}

/** A board of the lot. */
export interface BoardPlan {
  /** Of its last run; a run whose worker was lost counts as `error` until it reports. */
  readonly outcome: Outcome | null;
  readonly attempts: number;
  readonly left: Chances;
  /** The lost fixture its last run never reported from. */
  readonly lostIn: string | null;
}

/** Where a nest stands. */
export type Nest =
  /** No worker serves it yet. */
  | { readonly kind: "absent" }
  /** Ready, and nothing was decided for it yet. */
  | { readonly kind: "free" }
  /** Its start waits for the board of `serial` (null: the one scanned), its lid, or a word. */
  | {
      readonly kind: "waiting";
      readonly serial: string | null;
      /** How the serial came here: by the lot's order, by a scan, or for one more try. */
      readonly by: "order" | "scan" | "retry";
      /** What was told last that it waits for. */
      readonly awaits: Awaited | null;
    }
  | {
      readonly kind: "running";
      readonly serial: string;
      /** How often its ports had gone when the run began. */
      readonly unplugs: number;
    }
  /** Ready, but no serial is left for it. */
  | { readonly kind: "idle" }
  /** Out of order until its ports are back, and the inputs it needs can be read. */
  | {
      readonly kind: "away";
      /** Its ports are back when they are here and have gone this often. */
      readonly unplugs: number;
      /** `hope`: it was fit in this lot, so boards may wait for it; `none`: it never was. */
      readonly hope: "hope" | "none";
    }
  /** Its worker is gone, or it was found unfit. */
  | { readonly kind: "out" };

/** What is known of a nest's lid, board and button, and of the board that lay in it. */
export interface NestPanel {
  /** What its worker said last; null before that. */
  readonly news: NestNews | null;
  /** How far its counts were when its last run ended, or when it was first heard of. */
  readonly since: NestCounts;
  /** The serial of its last run in this lot. Its board lies in the nest until wires or a person say otherwise. */
  readonly last: string | null;
}

/** A lot in work. A value: `nextStep` makes a new one from it. */
export interface LotPlan {
  readonly source: "list" | "scan";
  readonly trigger: Trigger;
  /** In jig order. */
  readonly fixtures: readonly LotFixture[];
  readonly nests: ReadonlyMap<string, Nest>;
  /** What is known of their lids, boards and buttons, by fixture. */
  readonly panels: ReadonlyMap<string, NestPanel>;
  /** Serials with no fixture yet, the next one first. */
  readonly queue: readonly string[];
  /** Every serial of the lot; when serials are scanned, those seen so far. */
  readonly boards: ReadonlyMap<string, BoardPlan>;
  /** The operator stopped the lot. */
  readonly stopped: boolean;
  /** What boards were to get is not what it was: none starts any more, running ones finish. */
  readonly closed: boolean;
  /** A worker was lost, or a fixture was unfit. */
  readonly stationFailed: boolean;
  readonly finished: boolean;
}

/** What happens to a lot. */
export type LotInput =
  /** A worker serves the fixture (again). */
  | { readonly kind: "fixture-ready"; readonly fixture: string }
  /** Its worker is gone, or never came. */
  | { readonly kind: "fixture-lost"; readonly fixture: string }
  /** What the nest's wires say now. */
  | { readonly kind: "nest-news"; readonly news: NestNews }
  | {
      readonly kind: "run-ended";
      readonly fixture: string;
      readonly serial: string;
      readonly outcome: Outcome;
      readonly failure: Failure | null;
    }
  /** The worker did nothing with the job: there is no run, and its fixture cannot be used. */
  | { readonly kind: "run-refused"; readonly fixture: string; readonly serial: string }
  /** What boards are to get is not what it was: no run is started any more. */
  | { readonly kind: "close" }
  /** The run was not sent, since the lot is closed: the board is as it was. */
  | { readonly kind: "run-withheld"; readonly fixture: string; readonly serial: string }
  /** The run was not sent: what its board needs is not there. It is not tried again in this sitting. */
  | { readonly kind: "run-skipped"; readonly fixture: string; readonly serial: string }
  /** The operator's key; without a fixture, for the first that waits in jig order. */
  | { readonly kind: "start"; readonly fixture?: string }
  /** Scanned or typed: text as it came. */
  | { readonly kind: "scan"; readonly serial: string }
  | { readonly kind: "stop" };

/** What the lot asks for. */
export type LotAction =
  | {
      readonly kind: "start-run";
      readonly fixture: string;
      readonly serial: string;
      /** 1 for a serial's first run in its lot. */
      readonly attempt: number;
    }
  /** After a stop: power this board off. Its run still ends with `run-ended`. */
  | { readonly kind: "abort-run"; readonly fixture: string; readonly serial: string }
  | {
      readonly kind: "wait-for-operator";
      readonly fixture: string;
      readonly serial: string | null;
      readonly awaits: Awaited;
    }
  | { readonly kind: "refuse-scan"; readonly serial: string; readonly why: string }
  | { readonly kind: "refuse-start"; readonly fixture: string | null; readonly why: string }
  | {
      readonly kind: "fixture-idle";
      readonly fixture: string;
      readonly reason: "done" | "ports-gone" | "input-failed" | "worker-lost" | "taken-out";
    }
  /** Always the last. */
  | { readonly kind: "lot-finished" };

/** A lot after an input, and what is to be done now, in this order. */
export interface LotStep {
  readonly plan: LotPlan;
  readonly actions: readonly LotAction[];
}
