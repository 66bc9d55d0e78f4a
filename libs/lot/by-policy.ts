import { haltWords } from "../station/halt-words.ts";
import { lockSentence, lockWords } from "../station/lock-words.ts";
import { NEW_BOARD, withBoard } from "./change-plan.ts";
import { closeLot } from "./close-lot.ts";
import { endRun } from "./end-run.ts";
import { purposeOf } from "./fixture-check.ts";
import { absolve, NEW_TRUST, nextTrust } from "./fixture-trust.ts";
import { inTurn } from "./in-turn.ts";
import { NEW_COURSE, nextCourse, whyHalt } from "./line-course.ts";
import { emptyLocked } from "./lock-nest.ts";
import type { LotInput } from "./lot-input.ts";
import type { LotPlan, LotStep } from "./lot-plan.ts";
import { whyLock } from "./why-lock.ts";

type RunEnded = Extract<LotInput, { readonly kind: "run-ended" }>;

/** Whether the report is that of a product's run that is awaited: all others decide nothing. */
const isAwaited = (plan: LotPlan, { fixture, serial }: RunEnded): boolean => {
  const nest = plan.nests.get(fixture);
  const isAtWork = nest?.kind === "running" && nest.serial === serial;
  return isAtWork && purposeOf(plan, fixture, serial) === "product";
};

const takeDown = (plan: LotPlan, before: LotPlan, ended: RunEnded): LotPlan => {
  const { fixture, serial } = ended;
  const board = before.boards.get(serial);
  const isFirst = board?.attempts === 1;
  const isMoved = board?.failedIn.some((id) => id !== fixture) === true;
  const end = { ...ended, isFirst, isMoved };
  const there = plan.trust.get(fixture) ?? NEW_TRUST;
  const trust = new Map(absolve(plan.trust, there, end)).set(fixture, nextTrust(there, end));
  return { ...plan, trust, course: nextCourse(plan.course, end) };
};

const runsOf = (strikes: readonly { readonly runs: readonly string[] }[]): readonly string[] =>
  strikes.flatMap(({ runs }) => runs);

/** The try that was due in a fixture that is locked is to be had in another one. */
const giveUpTries = (plan: LotPlan, fixture: string): LotPlan => {
  const nest = plan.nests.get(fixture);
  if (nest?.kind !== "waiting" || nest.by !== "retry" || nest.serial === null) return plan;
  const { serial } = nest;
  const { outcome, failedIn } = plan.boards.get(serial) ?? NEW_BOARD;
  const failed = outcome === "fail" ? [...new Set([...failedIn, fixture])] : failedIn;
  const isAside = outcome === "fail" && failed.length > 1;
  return withBoard(plan, serial, { failedIn: failed, isMoved: failed.length > 0, isAside });
};

const reviewFixture = (plan: LotPlan, fixture: string): LotStep => {
  const reason = plan.locks.has(fixture) ? undefined : whyLock(plan, fixture);
  if (reason === undefined) return { plan, actions: [] };
  const why = lockWords(reason);
  const lock = { by: null, why, cause: "policy", detail: lockSentence(reason) } as const;
  const locks = new Map(plan.locks).set(fixture, lock);
  const runs = reason.kind === "worse" ? [] : runsOf(reason.strikes);
  return {
    plan: emptyLocked(giveUpTries({ ...plan, locks }, fixture), fixture),
    actions: [{ kind: "lock-fixture", fixture, ...lock, runs }],
  };
};

const reviewLine = (plan: LotPlan): LotStep => {
  if (plan.stopped || plan.closed || plan.halted) return { plan, actions: [] };
  const reason = whyHalt(plan.course, plan.policy);
  if (reason === undefined) return { plan, actions: [] };
  const why = haltWords(reason);
  const runs = reason.kind === "yield" ? [] : runsOf(reason.strikes);
  if (plan.operator === "present") {
    return {
      plan: { ...plan, paused: true, halted: true, course: NEW_COURSE },
      actions: [{ kind: "pause-line", by: null, why, runs }],
    };
  }
  const closed = closeLot(plan);
  return { plan: closed.plan, actions: [{ kind: "close-line", why, runs }, ...closed.actions] };
};

/** A run's verdict, and what the policy makes of it: a fixture is locked, the line stopped. */
export const endRunByPolicy = (before: LotPlan, ended: RunEnded): LotStep => {
  const ending = endRun(before, ended);
  if (!isAwaited(before, ended)) return ending;
  return inTurn(
    before,
    () => ({ ...ending, plan: takeDown(ending.plan, before, ended) }),
    (plan) => reviewFixture(plan, ended.fixture),
    reviewLine,
  );
};

/** Nobody can resume what the policy has paused: the lot ends. */
export const closeIfHalted = (plan: LotPlan): LotStep =>
  plan.halted && !plan.closed ? closeLot(plan) : { plan, actions: [] };
