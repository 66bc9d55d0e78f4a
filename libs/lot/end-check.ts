import type { CheckPurpose } from "../run/purpose.ts";
import { checkFailureWords } from "../station/check-words.ts";
import { afterRun } from "./after-run.ts";
import { withNest } from "./change-plan.ts";
import { closeLot } from "./close-lot.ts";
import { fixturesThat } from "./find-fixture.ts";
import { askCheckAgain, isProven, showsAsWanted, withCheck } from "./fixture-check.ts";
import type { LotAction } from "./lot-action.ts";
import type { LotInput } from "./lot-input.ts";
import type { FixtureCheck, LotPlan, LotStep } from "./lot-plan.ts";
import { heedAnew, startAnew } from "./nest-panel.ts";
import { putAside } from "./put-aside.ts";

type RunEnded = Extract<LotInput, { kind: "run-ended" }>;

/** The board may be carried to another nest: what hands did there while it was at work here was no start of it. */
export const freeCheckBoard = (plan: LotPlan, serial: string): LotPlan =>
  fixturesThat(plan, (nest) => nest.kind === "waiting" && nest.serial === serial).reduce(
    heedAnew,
    plan,
  );

/** The board has done what it must: its fixture has that behind it. */
const goOn = (
  before: LotPlan,
  fixture: string,
  check: FixtureCheck,
  done: CheckPurpose,
): LotStep => {
  const left = check.left.filter((purpose) => purpose !== done);
  const plan = withCheck(before, fixture, { left });
  return {
    plan: withNest(plan, fixture, { kind: "free" }),
    actions: isProven(plan, fixture) ? [{ kind: "prove-fixture", fixture }] : [],
  };
};

/** Nothing that the fixture says of a board can be believed: it takes none. */
const refuseFixture = (
  before: LotPlan,
  { fixture, serial, outcome, failure }: RunEnded,
  { purpose, expected }: { readonly purpose: CheckPurpose; readonly expected: string },
): LotStep => {
  const code = failure?.code ?? null;
  const found = { fixture, purpose, serial, outcome, code, expected };
  const lock = { by: null, why: checkFailureWords(found), cause: "check" } as const;
  const plan = withCheck(askCheckAgain(before, fixture), fixture, { standing: "refused" });
  const locked = { ...plan, locks: new Map(plan.locks).set(fixture, lock) };
  return {
    plan: withNest(locked, fixture, { kind: "free" }),
    // Also where a person has locked it meanwhile: it is not theirs alone to unlock any more.
    actions: [
      { kind: "fail-check", ...found },
      { kind: "lock-fixture", fixture, ...lock },
    ],
  };
};

/** A check board's run has ended: its fixture is proven by it, tried again, or takes no board of the lot. */
export const endCheck = (
  before: LotPlan,
  ended: RunEnded,
  { purpose, unplugs }: { readonly purpose: CheckPurpose; readonly unplugs: number },
): LotStep => {
  const { fixture, serial, outcome, failure } = ended;
  const check = before.checks.get(fixture);
  if (check === undefined) return { plan: before, actions: [] };
  const plan = freeCheckBoard(startAnew(before, fixture), serial);
  const free = (now: LotPlan): LotStep => ({
    plan: withNest(now, fixture, { kind: "free" }),
    actions: [],
  });
  const settle = (): LotStep => {
    if (outcome === "aborted") return free(plan);
    if (showsAsWanted(ended, purpose, check.boards)) return goOn(plan, fixture, check, purpose);
    const { errorRetries } = check;
    const next = afterRun(outcome, failure, { retries: 0, errorRetries, reseats: 0, moves: 0 });
    switch (next.kind) {
      case "close":
        return closeLot(withNest(plan, fixture, { kind: "free" }));
      case "take-out":
        return putAside(plan, ended, unplugs);
      case "move":
      case "retry":
        return free(withCheck(plan, fixture, { errorRetries: errorRetries - 1 }));
      case "finish": {
        const expected = purpose === "golden" ? "pass" : check.boards.mustFail.code;
        return refuseFixture(plan, ended, { purpose, expected });
      }
    }
  };
  const settled = settle();
  const seen: LotAction = { kind: "clear-result", fixture, serial, by: "check" };
  return { plan: settled.plan, actions: [seen, ...settled.actions] };
};
