import type { Failure, FailureCode } from "../failure/failure.ts";
import { causeClassOf } from "../failure/likely-causes.ts";

/** So many failures within so long are no accident of single boards, if they come from two nests or more. */
const CLUSTER = 3;
const CLUSTER_MS = 60_000;
/** A gap widens by this factor, at most to `WIDEST_MS`, beyond which a round of many boards takes too long. */
const FACTOR = 2;
const WIDEST_MS = 1200;
/** What a supply without a gap begins with. */
const FIRST_GAP_MS = 150;
/** Passes in a row after which a gap is narrowed: so many rounds of all nests on the supply, at least so many boards. */
const QUIET_ROUNDS = 2;
const QUIET_PASSES = 16;

/** A run that failed as boards do whose supply dips. */
export interface SupplySign {
  readonly fixture: string;
  readonly code: FailureCode;
  /** In ms of the calendar. */
  readonly at: number;
}

/** How far apart the boards of one supply come on at present, and why. */
export interface SupplyPace {
  readonly gapMs: number;
  /** As the jig file has it. */
  readonly ownMs: number;
  /** Never narrower than that: the jig's own, or more than one that has proved too narrow. */
  readonly leastMs: number;
  /** Nests on it. */
  readonly fixtures: number;
  /** Within the last minute before the newest; none that has widened the gap already. */
  readonly signs: readonly SupplySign[];
  /** Since the last sign, or the last change. */
  readonly passes: number;
  /** Whether the gap was ever narrowed again. */
  readonly wasNarrowed: boolean;
}

/** How a run on the supply ended. Only what speaks for or against the supply counts. */
export interface PacedRun {
  readonly fixture: string;
  readonly outcome: "pass" | "fail" | "error" | "aborted";
  readonly failure: Failure | null;
  /** In ms of the calendar. */
  readonly at: number;
}

/** A gap that was changed. */
export interface PaceChange {
  readonly to: "wider" | "narrower";
  readonly fromMs: number;
  readonly toMs: number;
  /** Which brought it about; none when it is narrowed. */
  readonly signs: readonly SupplySign[];
}

/** The pace a supply begins a lot with. */
export const openPace = (gapMs: number, fixtures: number): SupplyPace => ({
  gapMs,
  ownMs: gapMs,
  leastMs: gapMs,
  fixtures,
  signs: [],
  passes: 0,
  wasNarrowed: false,
});

/**
 * The pace after one more run. Failures whose likeliest cause is the supply widen the gap when they
 * cluster; passes alone narrow it again, step by step, because time proves nothing. A gap that had
 * to be widened once more after that stays for the lot.
 */
export const nextPace = (
  pace: SupplyPace,
  run: PacedRun,
): { readonly pace: SupplyPace; readonly change?: PaceChange } => {
  if (run.outcome === "pass") return afterPass(pace);
  if (run.failure === null || causeClassOf(run.failure) !== "supply") return { pace };
  const sign = { fixture: run.fixture, code: run.failure.code, at: run.at };
  return afterSign({ ...pace, passes: 0 }, sign);
};

const afterSign = (pace: SupplyPace, sign: SupplySign) => {
  const all = [...pace.signs, sign];
  const newest = Math.max(...all.map(({ at }) => at));
  const signs = all.filter(({ at }) => newest - at <= CLUSTER_MS);
  const isCluster = signs.length >= CLUSTER && new Set(signs.map((it) => it.fixture)).size > 1;
  const gapMs = Math.max(pace.gapMs, Math.min(widerThan(pace.gapMs), WIDEST_MS));
  if (!isCluster) return { pace: { ...pace, signs } };
  const leastMs = pace.wasNarrowed ? gapMs : pace.leastMs;
  const wider = { ...pace, gapMs, leastMs, signs: [] };
  if (gapMs === pace.gapMs) return { pace: wider };
  const change: PaceChange = { to: "wider", fromMs: pace.gapMs, toMs: gapMs, signs };
  return { pace: wider, change };
};

const widerThan = (gapMs: number): number => Math.max(gapMs * FACTOR, FIRST_GAP_MS);

const afterPass = (pace: SupplyPace) => {
  const passes = pace.passes + 1;
  const enough = Math.max(QUIET_PASSES, QUIET_ROUNDS * pace.fixtures);
  const gapMs = Math.max(pace.leastMs, Math.floor(pace.gapMs / FACTOR));
  if (passes < enough || gapMs === pace.gapMs) return { pace: { ...pace, passes } };
  const change: PaceChange = { to: "narrower", fromMs: pace.gapMs, toMs: gapMs, signs: [] };
  return { pace: { ...pace, gapMs, passes: 0, wasNarrowed: true }, change };
};
