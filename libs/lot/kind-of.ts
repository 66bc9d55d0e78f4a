import type { LotPlan } from "./lot-plan.ts";

/** What the boards of a fixture are: those of one kind may change places. */
export const kindOf = ({ fixtures }: LotPlan, fixture: string): string =>
  fixtures.find(({ id }) => id === fixture)?.kind ?? "";
