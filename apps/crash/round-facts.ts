import type { Outcome } from "../../libs/failure/verdict.ts";
import type { PoweredSpan } from "../../libs/simulator/powered-span.ts";
import type { WantedFlashes } from "./line-files.ts";
import type { OwnerKill } from "./striker.ts";

/** A run as a journal has it. Times are ISO 8601. */
export interface JournalRun {
  readonly run: string;
  readonly serial: string;
  readonly fixture: string;
  readonly attempt: number;
  readonly startedAt: string;
  /** Undefined: it has none. */
  readonly end:
    | {
        readonly endedAt: string;
        readonly verdict: Outcome;
        readonly code: string | null;
        /** The whole record, as it was written. */
        readonly record: string;
      }
    | undefined;
}

/** A journal of the round: the line's, or that of a worker that lives by itself. */
export interface RoundJournal {
  readonly name: "line" | "station" | "near" | "far";
  readonly runs: readonly JournalRun[];
  /** What its chain, and the heads that were told of it, say against it. */
  readonly faults: readonly string[];
}

/** How the last sitting ended: one that nothing struck. */
export interface LastSitting {
  readonly exitCode: number | null;
  /** Boards by verdict, as its last event told; undefined: it told none. */
  readonly counts: Readonly<Record<Outcome, number>> | undefined;
}

/** All that the oracle judges a round by, once it is over. */
export interface RoundFacts {
  /** Of the lot. */
  readonly serials: readonly string[];
  readonly journals: readonly RoundJournal[];
  readonly spans: readonly PoweredSpan[];
  readonly wanted: WantedFlashes;
  readonly kills: readonly OwnerKill[];
  readonly last: LastSitting;
  /** By serial, as `report --json` has it. */
  readonly reported: ReadonlyMap<string, string>;
  /** Boards with power, processes, and files where none may be. */
  readonly left: readonly string[];
  /** What programs did that none may: hang, refuse what was right, show a stack. */
  readonly misdeeds: readonly string[];
}
