import type { Outcome } from "../failure/verdict.ts";
import type { Twins } from "../figures/twins.ts";
import type { Trigger } from "../jig/jig.ts";
import type { SerialRule } from "../recipe/serial-rule.ts";
import type { CheckBoards } from "../recipe/shift-check.ts";
import type { CheckPurpose } from "../run/purpose.ts";
import type { Awaited, Hold } from "../station/awaited.ts";
import type { FixtureLock } from "../station/fixture-state.ts";
import type { NestCounts, NestNews } from "../station/nest-news.ts";
import type { Chances } from "./after-run.ts";
import type { BoardMap } from "./board-map.ts";
import type { FixtureTrust } from "./fixture-trust.ts";
import type { LineCourse } from "./line-course.ts";
import type { LotAction } from "./lot-action.ts";
import type { FixturePolicy, LinePolicy } from "./lot-policy.ts";

/** A nest as the lot knows it. */
export interface LotFixture {
  readonly id: string;
  /** Repeats in place after a fail, from its recipe. */
  readonly retries: number;
  /** What its boards are: one that ran here goes to fixtures of the same kind alone. Absent: as all others without. */
  readonly kind?: string;
  /** From its recipe; absent: nothing is decided for it. */
  readonly policy?: FixturePolicy;
  /** Of its jig; absent: the lot's. */
  readonly trigger?: Trigger;
}

/** What the journal knows of a serial of this lot. */
export interface EarlierRuns {
  /** Of its last run that ended; null if none did. */
  readonly outcome: Outcome | null;
  /** Runs so far; the next one's number follows. */
  readonly attempts: number;
  /** Of its first run; null if that has no end. */
  readonly first: Outcome | null;
}

/** A board of the lot. */
export interface BoardPlan {
  /** Of its last run; a run whose worker was lost counts as `error` until it reports. */
  readonly outcome: Outcome | null;
  readonly attempts: number;
  readonly left: Chances;
  /** The fixture without a worker that its last run never reported from. */
  readonly lostIn: string | null;
  /** It must not go on: a scan of it alone does not start it, only one of a fixture and it. */
  readonly isAside: boolean;
  /** Fixtures in which it has failed in this sitting, each once, in order. */
  readonly failedIn: readonly string[];
  /** Its next try is to be in another fixture. */
  readonly isMoved: boolean;
  /** Kind of the fixture it ran in last; null before its first run of the sitting. */
  readonly kind: string | null;
}

/** The result of a nest's last run, as long as it is on the nest's tile. */
export interface NestResult {
  readonly serial: string;
  readonly outcome: Outcome;
  /** `acknowledge`: the nest takes no other board until a person has seen it. */
  readonly needs: "acknowledge" | "nothing";
  /** Whether its board may run here once more by a person's word, is to be tried in another fixture, or why not. */
  readonly retry: "by-hand" | "elsewhere" | "set-aside" | "retries-used";
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
  /** Its result waits for a person's word, and that was told. */
  | { readonly kind: "held" }
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
  /** Its worker is gone, and may come back. */
  | { readonly kind: "unserved"; readonly board: UnservedBoard | null }
  /** Its worker is gone for good, or it was found unfit. */
  | { readonly kind: "out" };

/** The board of a nest whose worker is gone. */
export interface UnservedBoard {
  readonly serial: string;
  /** `open`: how its run ended was not heard; `retry`: it is due another try in this nest. */
  readonly run: "open" | "retry";
  /** Its outcome before that run. */
  readonly before: Outcome | null;
}

/** What is known of a nest's lid, board and button, and of the board that lay in it. */
export interface NestPanel {
  /** What its worker said last; null before that. */
  readonly news: NestNews | null;
  /** How far its counts were when its last run ended, or when it was first heard of. */
  readonly since: NestCounts;
  /** How far they were when it last began to heed them: hands in a locked nest or a paused line ask for no board. */
  readonly heededSince: NestCounts;
  /** The serial of its last run in this lot. Its board lies in the nest until wires or a person say otherwise. */
  readonly last: string | null;
}

/** How far a fixture has proven itself. */
export interface FixtureCheck {
  readonly boards: CheckBoards;
  /** What it has yet to show, the next first; none: it is proven, and takes boards of the lot. */
  readonly left: readonly CheckPurpose[];
  /** `refused`: a check board did not do there what it must. */
  readonly standing: "good" | "refused";
  /** Repeats left after a station error. */
  readonly errorRetries: number;
}

/** A board whose last run was sent in an earlier sitting, and is not known to have ended. */
export interface UnknownEnd {
  readonly run: string;
  readonly fixture: string;
  /** Where it was sent to. */
  readonly station: string;
  /** `asked`: its station has not answered yet; `running`: its end is waited for; `silent`: nobody there says anything. */
  readonly standing: "asked" | "running" | "silent";
  /** The board's outcome before that run. */
  readonly before: Outcome | null;
  /** Whether its nest says that it waits for it. */
  readonly shown: boolean;
}

/** A lot in work. A value: `nextStep` makes a new one from it. */
export interface LotPlan {
  readonly source: "list" | "scan";
  /** Of fixtures without one of their own. */
  readonly trigger: Trigger;
  /** `present`: somebody can acknowledge results and unlock nests. */
  readonly operator: "present" | "absent";
  /** What serials must look like: all of these. */
  readonly serialRules: readonly SerialRule[];
  /** In jig order; those that came later behind them. */
  readonly fixtures: readonly LotFixture[];
  /** `open`: fixtures may yet join, and boards wait for them; `closed`: it has all it will have. */
  readonly joining: "open" | "closed";
  readonly nests: ReadonlyMap<string, Nest>;
  /** What is known of their lids, boards and buttons, by fixture. */
  readonly panels: ReadonlyMap<string, NestPanel>;
  /** By fixture, the longest-standing first. */
  readonly results: ReadonlyMap<string, NestResult>;
  /** Nests that take no board, by fixture. */
  readonly locks: ReadonlyMap<string, FixtureLock>;
  /** How fixtures prove themselves, by id; those without one take boards as they are. */
  readonly checks: ReadonlyMap<string, FixtureCheck>;
  /** Runs of each check board in this lot so far, by serial. */
  readonly checkRuns: ReadonlyMap<string, number>;
  /** The nest that the next scanned serial goes to. */
  readonly chosen: string | null;
  /** Serials with no fixture yet, the next one first. */
  readonly queue: readonly string[];
  /** Boards that may be at work by an earlier sitting's run, by serial: nobody gets them before that is known. */
  readonly unknown: ReadonlyMap<string, UnknownEnd>;
  /** Every serial of the lot; when serials are scanned, those seen so far. */
  readonly boards: BoardMap<BoardPlan>;
  /** Fixtures that start nothing until the station's trouble is mended: they are fit, and keep what they wait for. */
  readonly holds: ReadonlyMap<string, Hold>;
  /** Of the whole line. */
  readonly policy: LinePolicy;
  /** What speaks for and against each fixture that had a run. */
  readonly trust: ReadonlyMap<string, FixtureTrust>;
  /** What speaks against the line as a whole. */
  readonly course: LineCourse;
  /** Nothing is started until the line is resumed. */
  readonly paused: boolean;
  /** Whether its policy has paused it: only a person with a name resumes it. */
  readonly halted: boolean;
  /** The operator stopped the lot. */
  readonly stopped: boolean;
  /** What boards were to get is not what it was: none starts any more, running ones finish. */
  readonly closed: boolean;
  /** A worker was lost for good, or a fixture was unfit. */
  readonly stationFailed: boolean;
  /** The line has ended before a record could be written. */
  readonly unrecorded: boolean;
  /** Serials that stand as passed on boards with one MAC, as the journal has them once the lot is over; none before. */
  readonly twins: readonly Twins[];
  readonly finished: boolean;
}

/** A lot after an input, and what is to be done now, in this order. */
export interface LotStep {
  readonly plan: LotPlan;
  readonly actions: readonly LotAction[];
}
