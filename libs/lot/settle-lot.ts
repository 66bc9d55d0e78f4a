import { enterFixture, withNest } from "./change-plan.ts";
import { sendAway } from "./hear-nest.ts";
import type { LotAction, LotPlan, LotStep, Nest } from "./lot-plan.ts";
import { panelOf, unfitReason } from "./nest-panel.ts";
import { startOrWait } from "./start-or-wait.ts";

const waitFor = (plan: LotPlan, fixture: string, serial: string | null): LotPlan =>
  withNest(plan, fixture, { kind: "waiting", serial, by: "order", awaits: null });

/** Gives one ready nest the lot's next serial. */
const assign = (plan: LotPlan, fixture: string): LotStep => {
  if (plan.source === "scan") return { plan: waitFor(plan, fixture, null), actions: [] };
  const [serial, ...queue] = plan.queue;
  if (serial !== undefined) {
    const taken = enterFixture({ ...plan, queue }, fixture, serial);
    return { plan: waitFor(taken, fixture, serial), actions: [] };
  }
  if (plan.nests.get(fixture)?.kind === "idle") return { plan, actions: [] };
  const idle = withNest(plan, fixture, { kind: "idle" });
  return { plan: idle, actions: [{ kind: "fixture-idle", fixture, reason: "done" }] };
};

/** What follows by itself for one nest. */
const settleNest = (plan: LotPlan, fixture: string): LotStep => {
  const kind = plan.nests.get(fixture)?.kind;
  if (kind !== "free" && kind !== "idle" && kind !== "waiting") return { plan, actions: [] };
  const panel = panelOf(plan, fixture);
  const reason = unfitReason(panel, plan.trigger);
  if (reason !== undefined) {
    const unplugs = panel.news?.counts.unplugs ?? 0;
    return sendAway(plan, fixture, { unplugs, hope: "hope", reason });
  }
  const assigned = kind === "waiting" ? { plan, actions: [] } : assign(plan, fixture);
  const { plan: settled, actions } = startOrWait(assigned.plan, fixture);
  return { plan: settled, actions: [...assigned.actions, ...actions] };
};

const isHopeless = (nest: Nest): boolean =>
  nest.kind === "out" || (nest.kind === "away" && nest.hope === "none");

const isOver = ({ nests, queue, source, stopped, closed }: LotPlan): boolean => {
  const kinds = [...nests.values()].map(({ kind }) => kind);
  if (kinds.includes("running")) return false;
  if (stopped || closed || [...nests.values()].every(isHopeless)) return true;
  return source === "list" && queue.length === 0 && !kinds.includes("waiting");
};

/** What follows by itself after any change: ready nests get serials, a lot with nothing left ends. */
export const settleLot = (changed: LotPlan): LotStep => {
  let plan = changed;
  const actions: LotAction[] = [];
  for (const { id } of plan.stopped || plan.closed ? [] : plan.fixtures) {
    const step = settleNest(plan, id);
    plan = step.plan;
    actions.push(...step.actions);
  }
  if (!isOver(plan)) return { plan, actions };
  return { plan: { ...plan, finished: true }, actions: [...actions, { kind: "lot-finished" }] };
};
