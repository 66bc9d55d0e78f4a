import type { CheckPurpose, Purpose } from "../run/purpose.ts";
import type { Awaited } from "../station/awaited.ts";
import type { CheckFailure } from "../station/check-words.ts";
import type { ClearedBy, IdleReason, NextByHand } from "../station/fixture-happening.ts";
import type { LockCause } from "../station/lock-words.ts";
import type { CommandRefusal, ScanRefusal, ScanRefusalData } from "../station/refusal.ts";
import type { RefusableCommand } from "../station/station-event.ts";

/** What of a lot is only to be told. */
export type ToldAction =
  | {
      readonly kind: "wait-for-operator";
      readonly fixture: string;
      readonly serial: string | null;
      readonly awaits: Awaited;
      /** With `acknowledge`: whether the board may run once more, here or elsewhere. */
      readonly retry?: NextByHand;
      /** Of a check board. */
      readonly purpose?: CheckPurpose;
    }
  /** The nest's result is off its tile. */
  | {
      readonly kind: "clear-result";
      readonly fixture: string;
      readonly serial: string;
      readonly by: ClearedBy;
    }
  /** The next scanned serial goes to this nest; null: to any again. */
  | { readonly kind: "choose-fixture"; readonly fixture: string | null }
  | {
      readonly kind: "lock-fixture";
      readonly fixture: string;
      readonly by: string | null;
      readonly why: string;
      readonly cause: LockCause;
      /** A sentence, where a policy has locked it. */
      readonly detail?: string;
      /** Ids of the runs that led to it. */
      readonly runs?: readonly string[];
    }
  | { readonly kind: "unlock-fixture"; readonly fixture: string; readonly by: string | null }
  /** The nest has proven itself: it takes boards of the lot. */
  | { readonly kind: "prove-fixture"; readonly fixture: string }
  /** A check board did not do in the nest what it must. */
  | ({ readonly kind: "fail-check" } & CheckFailure)
  /** `why`: a sentence, where a policy has paused it. */
  | {
      readonly kind: "pause-line";
      readonly by: string | null;
      readonly why?: string;
      /** Ids of the runs that led to it. */
      readonly runs?: readonly string[];
    }
  | { readonly kind: "resume-line"; readonly by: string | null }
  /** A policy ends the lot, since nobody is there to go on: boards at work finish. */
  | { readonly kind: "close-line"; readonly why: string; readonly runs: readonly string[] }
  | {
      readonly kind: "refuse-scan";
      readonly serial: string;
      readonly fixture: string | null;
      readonly reason: ScanRefusal;
      readonly data: ScanRefusalData;
    }
  | {
      readonly kind: "refuse-command";
      readonly command: RefusableCommand;
      readonly fixture: string | null;
      readonly reason: CommandRefusal;
    }
  | { readonly kind: "fixture-idle"; readonly fixture: string; readonly reason: IdleReason };

/** What the lot asks for. */
export type LotAction =
  | {
      readonly kind: "start-run";
      readonly fixture: string;
      readonly serial: string;
      /** 1 for a serial's first run in its lot. */
      readonly attempt: number;
      readonly purpose: Purpose;
    }
  /** After a stop: power this board off. Its run still ends with `run-ended`. */
  | { readonly kind: "abort-run"; readonly fixture: string; readonly serial: string }
  | ToldAction
  /** Always the last. */
  | { readonly kind: "lot-finished" };
