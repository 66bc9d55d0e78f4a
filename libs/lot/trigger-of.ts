import type { Trigger } from "../jig/jig.ts";
import type { LotPlan } from "./lot-plan.ts";

/** What starts a run in the fixture: its own jig's trigger where jigs of several kinds share the lot. */
export const triggerOf = ({ fixtures, trigger }: LotPlan, fixture: string): Trigger =>
  fixtures.find(({ id }) => id === fixture)?.trigger ?? trigger;
