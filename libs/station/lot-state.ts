import type { LotApproval } from "./approval-words.ts";
import { type BoardTallies, NO_TALLIES } from "./board-tallies.ts";
import type { FirstRuns, LineEvent, LotCounts, LotTwins } from "./station-event.ts";

/** The lot's end as the coordinator told it. */
export interface LotEnd {
  readonly stopped: boolean;
  readonly durationMs: number;
  readonly counts: LotCounts;
  readonly twins: readonly LotTwins[];
  /** Where the line's journal ended, `JOURNAL:PLACE:HASH`; null where it was not told. */
  readonly head: string | null;
}

/** How many identities a pool has left. */
export interface PoolLeft {
  readonly pool: string;
  readonly left: number;
}

/** One sitting of a lot. */
export interface LotState extends BoardTallies {
  readonly lot: string;
  readonly session: string;
  /** Of the coordinator; null if that is not known, as below. */
  readonly station: string | null;
  readonly recipe: string;
  /** SHA-256 of the recipe file; null also if the lot has several. */
  readonly recipeSha256: string | null;
  /** Of each recipe of the lot. */
  readonly approvals: readonly LotApproval[];
  readonly operator: string | null;
  readonly trigger: "operator" | "switch" | "auto";
  /** Boards in the lot; null when serials are scanned. */
  readonly boards: number | null;
  readonly passedBefore: number;
  /** Boards whose first run was in an earlier sitting. */
  readonly firstRunsBefore: FirstRuns;
  /** Places of fixtures, from 1, whose number is a serial of the lot or, when serials are scanned, could be. */
  readonly numericSerials: readonly number[];
  /** Of the pools its boards get identities from. */
  readonly identities: readonly PoolLeft[];
  /** ISO time. */
  readonly startedAt: string;
  /** Null while the lot runs. */
  readonly ended: LotEnd | null;
}

const NO_FIRST_RUNS: FirstRuns = { pass: 0, fail: 0 };

/** The lot as its first event tells it. */
export const startLot = (event: LineEvent & { readonly kind: "lot-started" }): LotState => {
  const { kind: _kind, fixtures: _fixtures, at: startedAt, ...told } = event;
  const { firstRunsBefore = NO_FIRST_RUNS } = told;
  return { ...told, firstRunsBefore, startedAt, identities: [], ...NO_TALLIES, ended: null };
};

/** The lot with a fixture of that trigger: as soon as hands start one, it is worked by hand. */
export const joinLot = (lot: LotState, trigger: LotState["trigger"]): LotState =>
  lot.trigger === "auto" ? { ...lot, trigger } : lot;

/** A lot of which nothing but its name was heard. */
const unheardLot = (lot: string, startedAt: string): LotState => ({
  lot,
  session: "",
  station: null,
  recipe: "",
  recipeSha256: null,
  approvals: [],
  operator: null,
  trigger: "operator",
  boards: null,
  passedBefore: 0,
  firstRunsBefore: NO_FIRST_RUNS,
  numericSerials: [],
  identities: [],
  startedAt,
  ...NO_TALLIES,
  ended: null,
});

/** The lot with what is left of one of its pools. */
export const tellPool = (lot: LotState, { pool, left }: PoolLeft): LotState => {
  const others = lot.identities.filter((known) => known.pool !== pool);
  return { ...lot, identities: [...others, { pool, left }] };
};

/** The lot at its end; what its lost first event would have told stays blank. */
export const endLot = (
  known: LotState | null,
  event: LineEvent & { readonly kind: "lot-ended" },
): LotState => {
  const { pass, fail, error, aborted, doubtful, notRun, unknown } = event;
  const { stopped, durationMs, at, twins = [], head = null } = event;
  const lot = known ?? unheardLot(event.lot, at);
  const counts = {
    ...{ pass, fail, error, aborted, notRun },
    ...(doubtful !== undefined && { doubtful }),
    ...(unknown !== undefined && { unknown }),
  };
  return { ...lot, ended: { stopped, durationMs, counts, twins, head } };
};
