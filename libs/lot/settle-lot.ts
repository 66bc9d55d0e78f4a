import { enterFixture, startRun, withNest } from "./change-plan.ts";
import { sendAway } from "./hear-nest.ts";
import type { LotAction, LotPlan, LotStep, Nest } from "./lot-plan.ts";

/** Gives one ready nest its next serial, by the lot's trigger. */
const assign = (plan: LotPlan, fixture: string): LotStep => {
  const nest = plan.nests.get(fixture);
  const news = plan.news.get(fixture);
  if (news?.ports === "gone") return sendAway(plan, fixture, news.counts.unplugs, "hope");
  if (plan.source === "scan") {
    const waiting = withNest(plan, fixture, { kind: "waiting", serial: null });
    return { plan: waiting, actions: [{ kind: "wait-for-operator", fixture, serial: null }] };
  }
  const [serial, ...queue] = plan.queue;
  if (serial === undefined) {
    if (nest?.kind === "idle") return { plan, actions: [] };
    const idle = withNest(plan, fixture, { kind: "idle" });
    return { plan: idle, actions: [{ kind: "fixture-idle", fixture, reason: "done" }] };
  }
  const taken = enterFixture({ ...plan, queue }, fixture, serial);
  if (plan.trigger === "auto") return startRun(taken, fixture, serial);
  const waiting = withNest(taken, fixture, { kind: "waiting", serial });
  return { plan: waiting, actions: [{ kind: "wait-for-operator", fixture, serial }] };
};

const isHopeless = (nest: Nest): boolean =>
  nest.kind === "out" || (nest.kind === "away" && nest.hope === "none");

const isOver = ({ nests, queue, source, stopped }: LotPlan): boolean => {
  const kinds = [...nests.values()].map(({ kind }) => kind);
  if (kinds.includes("running")) return false;
  if (stopped || [...nests.values()].every(isHopeless)) return true;
  return source === "list" && queue.length === 0 && !kinds.includes("waiting");
};

/** What follows by itself after any change: ready nests get serials, a lot with nothing left ends. */
export const settleLot = (changed: LotPlan): LotStep => {
  let plan = changed;
  const actions: LotAction[] = [];
  for (const { id } of plan.stopped ? [] : plan.fixtures) {
    const kind = plan.nests.get(id)?.kind;
    if (kind !== "free" && kind !== "idle") continue;
    const step = assign(plan, id);
    plan = step.plan;
    actions.push(...step.actions);
  }
  if (!isOver(plan)) return { plan, actions };
  return { plan: { ...plan, finished: true }, actions: [...actions, { kind: "lot-finished" }] };
};
