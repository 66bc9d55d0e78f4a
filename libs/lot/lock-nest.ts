import { withNest } from "./change-plan.ts";
import { askCheckAgain } from "./fixture-check.ts";
import { giveUpWait } from "./give-up-wait.ts";
import type { LotInput } from "./lot-input.ts";
import type { LotPlan, LotStep } from "./lot-plan.ts";
import { heedAnew } from "./nest-panel.ts";
import { refuseCommand } from "./refuse.ts";

type Lock = Extract<LotInput, { readonly kind: "lock" }>;
type Unlock = Extract<LotInput, { readonly kind: "unlock" }>;

/** Gives up what the nest was to take: it has no board but one at work, and one whose result stands. */
export const emptyLocked = (before: LotPlan, fixture: string): LotPlan => {
  const plan = giveUpWait(before, fixture);
  return plan.nests.get(fixture)?.kind === "idle"
    ? withNest(plan, fixture, { kind: "free" })
    : plan;
};

/** The nest takes no board from now on; one at work in it finishes. */
export const lockNest = (plan: LotPlan, { fixture, by, why }: Lock): LotStep => {
  if (!plan.nests.has(fixture)) return refuseCommand(plan, "lock", fixture, "unknown-fixture");
  if (plan.locks.has(fixture)) return refuseCommand(plan, "lock", fixture, "locked");
  const lock = { by, why, cause: "hand" } as const;
  const locks = new Map(plan.locks).set(fixture, lock);
  return {
    plan: emptyLocked({ ...plan, locks }, fixture),
    actions: [{ kind: "lock-fixture", fixture, ...lock }],
  };
};

/**
 * The nest takes boards again. What hands did in it meanwhile asks for none. One that a check board has found
 * wanting is unlocked by name alone, and proves itself anew; one that a policy has locked by name alone, too.
 */
export const unlockNest = (plan: LotPlan, { fixture, by }: Unlock): LotStep => {
  if (!plan.nests.has(fixture)) return refuseCommand(plan, "unlock", fixture, "unknown-fixture");
  if (!plan.locks.has(fixture)) return refuseCommand(plan, "unlock", fixture, "not-locked");
  const isRefused = plan.checks.get(fixture)?.standing === "refused";
  const isByPolicy = plan.locks.get(fixture)?.cause === "policy";
  if ((isRefused || isByPolicy) && by === null)
    return refuseCommand(plan, "unlock", fixture, "unnamed");
  const locks = new Map(plan.locks);
  locks.delete(fixture);
  const trust = new Map(plan.trust);
  // What spoke against it was mended, as its person says.
  trust.delete(fixture);
  const unlocked = { ...plan, locks, trust };
  return {
    plan: heedAnew(isRefused ? askCheckAgain(unlocked, fixture) : unlocked, fixture),
    actions: [{ kind: "unlock-fixture", fixture, by }],
  };
};
