import { isCheckSerial } from "./fixture-check.ts";
import type { LotPlan, Nest } from "./lot-plan.ts";

/** The fixtures whose nests are like this, in jig order. */
export const fixturesThat = (
  { fixtures, nests }: LotPlan,
  fits: (nest: Nest) => boolean,
): readonly string[] =>
  fixtures
    .map(({ id }) => id)
    .filter((id) => {
      const nest = nests.get(id);
      return nest !== undefined && fits(nest);
    });

/** The first of them. */
export const firstFixture = (plan: LotPlan, fits: (nest: Nest) => boolean): string | undefined =>
  fixturesThat(plan, fits)[0];

/** Whether a check board, which all fixtures share, is at work now. */
export const isElsewhere = (plan: LotPlan, serial: string | null): boolean =>
  serial !== null && isCheckSerial(plan, serial) && runningIn(plan, serial) !== undefined;

/** The fixture that works on the serial's board now, as far as is known of one whose worker is gone. */
export const runningIn = (plan: LotPlan, serial: string): string | undefined =>
  firstFixture(
    plan,
    (nest) =>
      (nest.kind === "running" && nest.serial === serial) ||
      (nest.kind === "unserved" && nest.board?.serial === serial),
  );
