import type { Failure } from "../failure/failure.ts";
import type { Outcome } from "../failure/verdict.ts";
import type { Hold } from "../station/awaited.ts";
import type { FixtureLock } from "../station/fixture-state.ts";
import type { NestNews } from "../station/nest-news.ts";
import type { FixtureCheck, LotFixture } from "./lot-plan.ts";

/** What happens to a lot. */
export type LotInput =
  /** A fixture that the lot did not have joins it; no worker serves it yet. */
  | {
      readonly kind: "fixture-found";
      readonly fixture: LotFixture;
      /** How it proves itself; absent: it takes boards as it is. */
      readonly check?: FixtureCheck;
      /** From an earlier sitting; absent: it takes boards. */
      readonly lock?: FixtureLock;
    }
  /** No fixture joins any more: they were waited for in vain. */
  | { readonly kind: "joining-over" }
  /** A worker serves the fixture (again). `run`: that of the board at work when it was last served will be heard of yet. */
  | { readonly kind: "fixture-ready"; readonly fixture: string; readonly run?: "kept" }
  /** Its worker is gone, and may come back. */
  | { readonly kind: "fixture-unserved"; readonly fixture: string }
  /** Its worker is gone for good, or never came. */
  | { readonly kind: "fixture-lost"; readonly fixture: string }
  /** What the nest's wires say now. */
  | { readonly kind: "nest-news"; readonly news: NestNews }
  | {
      readonly kind: "run-ended";
      readonly fixture: string;
      readonly serial: string;
      readonly outcome: Outcome;
      readonly failure: Failure | null;
      /** Its id, if known: what follows from it names it. */
      readonly run?: string;
    }
  /** How it stands with an earlier sitting's run that is not known to have ended. */
  | {
      readonly kind: "run-heard-of";
      readonly serial: string;
      readonly run: string;
      readonly standing: "running" | "silent";
    }
  /** It surely never began, and never will; the board has had so many. */
  | {
      readonly kind: "run-heard-of";
      readonly serial: string;
      readonly run: string;
      readonly standing: "never-began";
      readonly attempts: number;
    }
  /** A run passed that nobody waits for any more, as of a board that a person has let go. */
  | { readonly kind: "late-pass"; readonly serial: string }
  /** The worker did nothing with the job: there is no run, and its fixture cannot be used. */
  | { readonly kind: "run-refused"; readonly fixture: string; readonly serial: string }
  /** The job was not begun for the station's trouble: the board is as it was and stays, its fixture is fit. */
  | { readonly kind: "run-held"; readonly fixture: string; readonly serial: string }
  /** All fixtures that the station's trouble keeps from starting boards, from now on. */
  | { readonly kind: "hold"; readonly holds: ReadonlyMap<string, Hold> }
  /** What boards are to get is not what it was: no run is started any more. */
  | { readonly kind: "close" }
  /** The run was not sent, since the lot is closed: the board is as it was. */
  | { readonly kind: "run-withheld"; readonly fixture: string; readonly serial: string }
  /** The run was not sent: what its board needs is not there. It is not tried again in this sitting. */
  | { readonly kind: "run-skipped"; readonly fixture: string; readonly serial: string }
  /** The proof of the fixture has become too old. */
  | { readonly kind: "check-due"; readonly fixture: string }
  /**
   * The operator's key; without a fixture, for the longest-standing result, else the first that waits in jig order.
   * `shown`: the results that were before a person's eyes; absent: all.
   */
  | { readonly kind: "start"; readonly fixture?: string; readonly shown?: readonly string[] }
  /** Scanned or typed: text as it came. `lack`: why the serial would get no identity, as a sentence. */
  | { readonly kind: "scan"; readonly serial: string; readonly lack?: string }
  /** The result of a nest was seen; without a fixture: the longest-standing one. */
  | { readonly kind: "acknowledge"; readonly fixture?: string }
  /** Run the board once more whose result stands in the nest. */
  | { readonly kind: "retry"; readonly fixture: string }
  /** `by`: who or what; `why`: in a few words. */
  | {
      readonly kind: "lock";
      readonly fixture: string;
      readonly by: string | null;
      readonly why: string;
    }
  | { readonly kind: "unlock"; readonly fixture: string; readonly by: string | null }
  | { readonly kind: "pause" | "resume"; readonly by: string | null }
  /** Nobody acknowledges or unlocks anything any more. */
  | { readonly kind: "operator-left" }
  | { readonly kind: "stop" };
