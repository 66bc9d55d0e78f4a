import { NEW_COURSE } from "./line-course.ts";
import type { LotPlan, LotStep } from "./lot-plan.ts";
import { heedAnew } from "./nest-panel.ts";
import { refuseCommand } from "./refuse.ts";

/** Nothing is started from now on; boards at work finish. */
export const pauseLine = (plan: LotPlan, by: string | null): LotStep => {
  if (plan.stopped) return refuseCommand(plan, "pause", null, "stopping");
  if (plan.paused) return refuseCommand(plan, "pause", null, "paused");
  return { plan: { ...plan, paused: true }, actions: [{ kind: "pause-line", by }] };
};

/** The line goes on, and what policies count begins anew. One that a policy has paused goes on by name alone. What hands did in its nests meanwhile asks for no board. */
export const resumeLine = (before: LotPlan, by: string | null): LotStep => {
  if (!before.paused) return refuseCommand(before, "resume", null, "not-paused");
  if (before.halted && by === null) return refuseCommand(before, "resume", null, "unnamed");
  const plan = before.fixtures.reduce((heeded, { id }) => heedAnew(heeded, id), before);
  return {
    plan: { ...plan, paused: false, halted: false, course: NEW_COURSE },
    actions: [{ kind: "resume-line", by }],
  };
};
