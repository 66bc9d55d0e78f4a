import type { CheckPurpose } from "../run/purpose.ts";
import type { Awaited } from "./awaited.ts";
import type { LockCause } from "./lock-words.ts";

/** See `IdleReason`. */
export const IDLE_REASONS = [
  "done",
  "ports-gone",
  "input-failed",
  "station-away",
  "worker-lost",
  "taken-out",
] as const;

/**
 * Why a fixture gets no board: no serial is left for it; its ports, an input or its worker are not there, and it
 * works again when they are; or it is out for good.
 */
export type IdleReason = (typeof IDLE_REASONS)[number];

/** How a result was taken off a nest: by a key or button, a scan, or with its board; `check`: no product made it. */
export type ClearedBy = "key" | "scan" | "removal" | "check";

/** Whether a board whose result stands may run once more: there by a person's word, in another fixture, or not. */
export type NextByHand = "by-hand" | "elsewhere" | "none";

/** What the coordinator tells of one fixture, besides its runs. */
export type FixtureHappening =
  /**
   * The fixture waits for the board of `serial` (null: for any that is scanned), and now for this. With
   * `acknowledge` the serial is that of the board whose result stands, and `retry` says whether it may run once more.
   */
  | {
      readonly kind: "fixture-waiting";
      readonly fixture: string;
      readonly serial: string | null;
      readonly awaits: Awaited;
      readonly retry?: NextByHand;
      /** Absent: of a board of the lot. */
      readonly purpose?: CheckPurpose;
    }
  /** The result of the fixture's last run is off its tile: it was seen, or its board has left. */
  | {
      readonly kind: "result-cleared";
      readonly fixture: string;
      readonly serial: string;
      readonly by: ClearedBy;
    }
  | { readonly kind: "fixture-idle"; readonly fixture: string; readonly reason: IdleReason }
  /**
   * The fixture takes no board until it is unlocked. `by`: a person, if known. `why`: in a few words. `detail`: a
   * sentence, where a policy has locked it; `runs`: ids of those that led to it.
   */
  | {
      readonly kind: "fixture-locked";
      readonly fixture: string;
      readonly by: string | null;
      readonly why: string;
      /** Absent: a person. */
      readonly cause?: LockCause;
      readonly detail?: string;
      readonly runs?: readonly string[];
    }
  | { readonly kind: "fixture-unlocked"; readonly fixture: string; readonly by: string | null }
  /** It has proven itself: it takes boards of the lot. */
  | { readonly kind: "fixture-proven"; readonly fixture: string };
