import { enterFixture, withNest } from "./change-plan.ts";
import { reviewChoice } from "./choose-nest.ts";
import { dropStranded, nextInQueue } from "./find-elsewhere.ts";
import { nextCheckSerial, purposeOf } from "./fixture-check.ts";
import { giveUpWait } from "./give-up-wait.ts";
import { sendAway } from "./hear-nest.ts";
import { inTurn } from "./in-turn.ts";
import { emptyLocked } from "./lock-nest.ts";
import type { LotPlan, LotStep, Nest, NestResult } from "./lot-plan.ts";
import { panelOf, unfitReason } from "./nest-panel.ts";
import { isUnseen } from "./nest-result.ts";
import { startOrWait } from "./start-or-wait.ts";
import { triggerOf } from "./trigger-of.ts";
import { awaitsEnds, heldBoard, showHeld } from "./unknown-end.ts";

const waitFor = (plan: LotPlan, fixture: string, serial: string | null): LotPlan =>
  withNest(plan, fixture, { kind: "waiting", serial, by: "order", awaits: null });

/** Whether the lot has a board for another nest: else none need be proven. */
const isWanted = ({ source, queue }: LotPlan): boolean => source === "scan" || queue.length > 0;

/** Gives up a wait for a product where a proof is due, or for a check board where none is. */
const reviewWait = (plan: LotPlan, fixture: string): LotPlan => {
  const nest = plan.nests.get(fixture);
  if (nest?.kind !== "waiting") return plan;
  const due = nextCheckSerial(plan, fixture);
  const isCheck = purposeOf(plan, fixture, nest.serial) !== "product";
  const isRight = due === undefined ? !isCheck : nest.serial === due;
  const isIdle = isCheck && nest.by === "order" && !isWanted(plan);
  return isRight && !isIdle ? plan : giveUpWait(plan, fixture);
};

/** Gives one ready nest the lot's next serial, or the check board it must prove itself with before. */
const assign = (plan: LotPlan, fixture: string): LotStep => {
  const due = isWanted(plan) ? nextCheckSerial(plan, fixture) : undefined;
  if (due !== undefined) return { plan: waitFor(plan, fixture, due), actions: [] };
  if (plan.source === "scan") return { plan: waitFor(plan, fixture, null), actions: [] };
  const serial = nextInQueue(plan, fixture);
  if (serial !== undefined) {
    const queue = plan.queue.filter((queued) => queued !== serial);
    const taken = enterFixture({ ...plan, queue }, fixture, serial);
    return { plan: waitFor(taken, fixture, serial), actions: [] };
  }
  if (plan.nests.get(fixture)?.kind === "idle") return { plan, actions: [] };
  const idle = withNest(plan, fixture, { kind: "idle" });
  return { plan: idle, actions: [{ kind: "fixture-idle", fixture, reason: "done" }] };
};

/** A nest whose result a person must see takes no board before that. */
const hold = (plan: LotPlan, fixture: string, { serial, retry: may }: NestResult): LotStep => {
  const retry = may === "by-hand" || may === "elsewhere" ? may : "none";
  return {
    plan: withNest(plan, fixture, { kind: "held" }),
    actions: [{ kind: "wait-for-operator", fixture, serial, awaits: "acknowledge", retry }],
  };
};

/** A locked nest gets nothing; what it was to have is for others. */
const settleLocked = (plan: LotPlan, fixture: string): LotStep => {
  const emptied = emptyLocked(plan, fixture);
  const result = emptied.results.get(fixture);
  return result !== undefined && isUnseen(emptied, fixture)
    ? hold(emptied, fixture, result)
    : { plan: emptied, actions: [] };
};

/** What follows by itself for one nest. */
const settleNest = (before: LotPlan, fixture: string): LotStep => {
  const plan = reviewWait(before, fixture);
  const kind = plan.nests.get(fixture)?.kind;
  if (kind !== "free" && kind !== "idle" && kind !== "waiting" && kind !== "held") {
    return { plan, actions: [] };
  }
  const held = kind === "free" ? heldBoard(plan, fixture) : undefined;
  if (held !== undefined) return showHeld(plan, fixture, held);
  const panel = panelOf(plan, fixture);
  const reason = unfitReason(panel, triggerOf(plan, fixture));
  if (reason !== undefined) {
    const unplugs = panel.news?.counts.unplugs ?? 0;
    return sendAway(plan, fixture, { unplugs, hope: "hope", reason });
  }
  const result = plan.results.get(fixture);
  if (result !== undefined && kind !== "waiting" && isUnseen(plan, fixture)) {
    return kind === "held" ? { plan, actions: [] } : hold(plan, fixture, result);
  }
  if (plan.locks.has(fixture)) return settleLocked(plan, fixture);
  const assigned = kind === "waiting" ? { plan, actions: [] } : assign(plan, fixture);
  const { plan: settled, actions } = startOrWait(assigned.plan, fixture);
  return { plan: settled, actions: [...assigned.actions, ...actions] };
};

/** Nobody unlocks a nest where nobody is. */
const isHopeless = (fixture: string, nest: Nest, { locks, operator }: LotPlan): boolean =>
  nest.kind === "out" ||
  (nest.kind === "away" && nest.hope === "none") ||
  (operator === "absent" && locks.has(fixture));

const isOver = (plan: LotPlan): boolean => {
  const { nests, queue, source, stopped, closed, joining } = plan;
  const kinds = [...nests.values()].map(({ kind }) => kind);
  if (kinds.includes("running")) return false;
  if (stopped) return true;
  const unheard = [...nests.values()].flatMap((nest) =>
    nest.kind === "unserved" && nest.board !== null ? [nest.board.run] : [],
  );
  if (closed) return !unheard.includes("open");
  const isHope = ([fixture, nest]: [string, Nest]): boolean => !isHopeless(fixture, nest, plan);
  const isLeft = joining === "open" || [...nests].some(isHope);
  // What is known to be on its way is waited for.
  if (!isLeft) return !unheard.includes("open") && !awaitsEnds(plan);
  const isAwaited =
    kinds.includes("waiting") || kinds.includes("held") || unheard.length > 0 || awaitsEnds(plan);
  return source === "list" && queue.length === 0 && !isAwaited;
};

/** What follows by itself for all nests. */
const settleNests = (now: LotPlan): LotStep => {
  if (now.stopped || now.closed) return { plan: now, actions: [] };
  const before = dropStranded(now);
  const nests = before.fixtures.map(
    ({ id }) =>
      (plan: LotPlan) =>
        settleNest(plan, id),
  );
  const settled = inTurn(before, ...nests);
  const { plan } = settled;
  const isForgotten = [...plan.nests].some(
    ([id, { kind }]) =>
      kind === "idle" && !plan.locks.has(id) && nextInQueue(plan, id) !== undefined,
  );
  // One further on gave its serial back after those before it had found none left.
  if (isForgotten) return inTurn(before, () => settled, settleNests);
  const left = dropStranded(plan);
  return left === plan ? settled : inTurn(before, () => ({ ...settled, plan: left }), settleNests);
};

const endIfOver = (plan: LotPlan): LotStep =>
  isOver(plan)
    ? { plan: { ...plan, finished: true }, actions: [{ kind: "lot-finished" }] }
    : { plan, actions: [] };

/** What follows by itself after any change: ready nests get serials, a lot with nothing left ends. */
export const settleLot = (changed: LotPlan): LotStep =>
  inTurn(changed, settleNests, reviewChoice, endIfOver);
