import type { Outcome } from "../failure/verdict.ts";
import type { RunEvent } from "../run/run-event.ts";
import type { LotApproval } from "./approval-words.ts";
import type { LineEvent, LotCounts } from "./station-event.ts";

/** What the runs of one board came to. */
export interface BoardTally {
  /** Of attempt 1; null if that was not seen. */
  readonly first: Outcome | null;
  /** Of the highest attempt. */
  readonly last: Outcome;
  /** Lowest and highest attempt seen. */
  readonly from: number;
  readonly to: number;
}

/** The lot's end as the coordinator told it. */
export interface LotEnd {
  readonly stopped: boolean;
  readonly durationMs: number;
  readonly counts: LotCounts;
}

/** One sitting of a lot. */
export interface LotState {
  readonly lot: string;
  readonly session: string;
  readonly recipe: string;
  /** Of each recipe of the lot. */
  readonly approvals: readonly LotApproval[];
  readonly operator: string | null;
  readonly trigger: "operator" | "switch" | "auto";
  /** Boards in the lot; null when serials are scanned. */
  readonly boards: number | null;
  readonly passedBefore: number;
  /** ISO time. */
  readonly startedAt: string;
  /** By serial. */
  readonly tallies: Readonly<Record<string, BoardTally>>;
  /** Null while the lot runs. */
  readonly ended: LotEnd | null;
}

/** The lot as its first event tells it. */
export const startLot = (event: LineEvent & { readonly kind: "lot-started" }): LotState => {
  const { lot, session, recipe, approvals, operator, trigger, boards, passedBefore, at } = event;
  return {
    ...{ lot, session, recipe, approvals, operator, trigger, boards, passedBefore },
    startedAt: at,
    tallies: {},
    ended: null,
  };
};

/** The lot at its end; what its lost first event would have told stays blank. */
export const endLot = (
  known: LotState | null,
  event: LineEvent & { readonly kind: "lot-ended" },
): LotState => {
  const { pass, fail, error, aborted, notRun, stopped, durationMs, at } = event;
  const lot: LotState = known ?? {
    lot: event.lot,
    session: "",
    recipe: "",
    approvals: [],
    operator: null,
    trigger: "operator",
    boards: null,
    passedBefore: 0,
    startedAt: at,
    tallies: {},
    ended: null,
  };
  const counts = { pass, fail, error, aborted, notRun };
  return { ...lot, ended: { stopped, durationMs, counts } };
};

/** Counts a run's end. The same end told twice, or an older one told late, counts once and in its place. */
export const tallyRun = (
  lot: LotState,
  { serial, attempt, verdict }: RunEvent & { readonly kind: "run-ended" },
): LotState => {
  // A serial may be any text, also the name of something every object has.
  const known = Object.hasOwn(lot.tallies, serial) ? lot.tallies[serial] : undefined;
  const tally: BoardTally = {
    first: attempt === 1 ? verdict : (known?.first ?? null),
    last: known !== undefined && known.to > attempt ? known.last : verdict,
    from: Math.min(known?.from ?? attempt, attempt),
    to: Math.max(known?.to ?? attempt, attempt),
  };
  return { ...lot, tallies: { ...lot.tallies, [serial]: tally } };
};
