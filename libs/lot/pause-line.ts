import type { LotPlan, LotStep } from "./lot-plan.ts";
import { heedAnew } from "./nest-panel.ts";
import { refuseCommand } from "./refuse.ts";

/** Nothing is started from now on; boards at work finish. */
export const pauseLine = (plan: LotPlan, by: string | null): LotStep => {
  if (plan.stopped) return refuseCommand(plan, "pause", null, "stopping");
  if (plan.paused) return refuseCommand(plan, "pause", null, "paused");
  return { plan: { ...plan, paused: true }, actions: [{ kind: "pause-line", by }] };
};

/** The line goes on. What hands did in its nests meanwhile asks for no board. */
export const resumeLine = (before: LotPlan, by: string | null): LotStep => {
  if (!before.paused) return refuseCommand(before, "resume", null, "not-paused");
  const plan = before.fixtures.reduce((heeded, { id }) => heedAnew(heeded, id), before);
  return { plan: { ...plan, paused: false }, actions: [{ kind: "resume-line", by }] };
};
