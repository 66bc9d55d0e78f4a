import type { Failure } from "../failure/failure.ts";
import type { Outcome } from "../failure/verdict.ts";
import type { CheckBoards } from "../recipe/shift-check.ts";
import type { CheckPurpose, Purpose } from "../run/purpose.ts";
import type { FixtureCheck, LotPlan } from "./lot-plan.ts";

/** All that a fixture has to show, in this order: one that no board passes in proves nothing by a fail. */
export const WHOLE_CHECK: readonly CheckPurpose[] = ["golden", "must-fail"];

/** A check that has yet to show this. */
export const checkThat = (boards: CheckBoards, left: readonly CheckPurpose[]): FixtureCheck => ({
  boards,
  left,
  standing: "good",
  errorRetries: 1,
});

const serialFor = ({ golden, mustFail }: CheckBoards, purpose: CheckPurpose): string =>
  purpose === "golden" ? golden : mustFail.serial;

/** What a run of the serial in the fixture is for. */
export const purposeOf = ({ checks }: LotPlan, fixture: string, serial: string | null): Purpose => {
  const boards = checks.get(fixture)?.boards;
  const purpose = boards && WHOLE_CHECK.find((one) => serialFor(boards, one) === serial);
  return purpose ?? "product";
};

/** Whether the serial is that of a check board of any fixture: it is none of the lot's. */
export const isCheckSerial = ({ checks }: LotPlan, serial: string): boolean =>
  [...checks.values()].some(({ boards }) =>
    WHOLE_CHECK.some((purpose) => serialFor(boards, purpose) === serial),
  );

/** Whether the fixture may take boards of the lot. */
export const isProven = ({ checks }: LotPlan, fixture: string): boolean =>
  (checks.get(fixture)?.left.length ?? 0) === 0;

/** The serial of the check board that the fixture has to show next, unless it is proven. */
export const nextCheckSerial = ({ checks }: LotPlan, fixture: string): string | undefined => {
  const check = checks.get(fixture);
  const [next] = check?.left ?? [];
  return check === undefined || next === undefined ? undefined : serialFor(check.boards, next);
};

/** Whether a check board's run ended as it must. */
export const showsAsWanted = (
  { outcome, failure }: { readonly outcome: Outcome; readonly failure: Failure | null },
  purpose: CheckPurpose,
  { mustFail }: CheckBoards,
): boolean =>
  purpose === "golden" ? outcome === "pass" : outcome === "fail" && failure?.code === mustFail.code;

/** The plan with the fixture's check changed; one without a check stays so. */
export const withCheck = (
  plan: LotPlan,
  fixture: string,
  change: Partial<FixtureCheck>,
): LotPlan => {
  const check = plan.checks.get(fixture);
  if (check === undefined) return plan;
  return { ...plan, checks: new Map(plan.checks).set(fixture, { ...check, ...change }) };
};

/** The fixture has to prove itself anew, from the beginning. */
export const askCheckAgain = (plan: LotPlan, fixture: string): LotPlan => {
  const check = plan.checks.get(fixture);
  return check === undefined
    ? plan
    : withCheck(plan, fixture, checkThat(check.boards, WHOLE_CHECK));
};

/** The fixture's proof, if it has one, counts no longer. */
export const expireProof = (plan: LotPlan, fixture: string): LotPlan =>
  isProven(plan, fixture) ? askCheckAgain(plan, fixture) : plan;
