import { NEW_BOARD, withNest } from "./change-plan.ts";
import { kindOf } from "./kind-of.ts";
import type { LotPlan, Nest, NestResult } from "./lot-plan.ts";

/** Whether the board may be tried in the fixture: it is not to be moved from there, and is of its kind. */
export const mayTry = (plan: LotPlan, serial: string, fixture: string): boolean => {
  const { failedIn, isMoved, kind } = plan.boards.get(serial) ?? NEW_BOARD;
  return (
    !(isMoved && failedIn.includes(fixture)) && (kind === null || kind === kindOf(plan, fixture))
  );
};

/** The next serial of the queue that may be tried in the fixture. */
export const nextInQueue = (plan: LotPlan, fixture: string): string | undefined =>
  plan.queue.find((serial) => mayTry(plan, serial, fixture));

const isUsable = (nest: Nest): boolean =>
  !["absent", "unserved", "out"].includes(nest.kind) &&
  !(nest.kind === "away" && nest.hope === "none");

/** Whether any fixture takes boards in which this one has not failed. */
export const hasElsewhere = (plan: LotPlan, serial: string): boolean => {
  const { failedIn } = plan.boards.get(serial) ?? NEW_BOARD;
  return [...plan.nests].some(([id, nest]) => {
    const isOpen = isUsable(nest) && !plan.locks.has(id) && !failedIn.includes(id);
    return isOpen && mayTry(plan, serial, id);
  });
};

/** Whether a scanned board may go into the fixture: one that is to be moved goes elsewhere as long as there is a place. */
export const mayPlace = (plan: LotPlan, serial: string, fixture: string): boolean =>
  plan.boards.get(serial)?.isMoved !== true ||
  mayTry(plan, serial, fixture) ||
  !hasElsewhere(plan, serial);

/** Whether a board that was put back may still be run: one that is moved where it may be tried now, else where it ever may. */
const isHopeful = (plan: LotPlan, serial: string): boolean => {
  const { isMoved, kind } = plan.boards.get(serial) ?? NEW_BOARD;
  if (isMoved) return hasElsewhere(plan, serial);
  return (
    kind === null ||
    plan.joining === "open" ||
    [...plan.nests.keys()].some((id) => isLeft(plan, id, serial))
  );
};

const isLeft = (plan: LotPlan, fixture: string, serial: string): boolean => {
  const nest = plan.nests.get(fixture);
  const isShut = plan.operator === "absent" && plan.locks.has(fixture);
  const isGone = nest?.kind === "out" || (nest?.kind === "away" && nest.hope === "none");
  return !isGone && !isShut && mayTry(plan, serial, fixture);
};

/** A board that was to go elsewhere, and cannot any more, may be tried where it lies. */
const tellStranded = (plan: LotPlan, [fixture, result]: readonly [string, NestResult]): LotPlan => {
  const { serial } = result;
  if (result.retry !== "elsewhere" || hasElsewhere(plan, serial)) return plan;
  const { reseats } = (plan.boards.get(serial) ?? NEW_BOARD).left;
  const retry = reseats > 0 ? "by-hand" : "retries-used";
  const results = new Map(plan.results).set(fixture, { ...result, retry });
  const told: LotPlan = { ...plan, results };
  // What is to be done with it is told anew.
  return plan.nests.get(fixture)?.kind === "held"
    ? withNest(told, fixture, { kind: "free" })
    : told;
};

/** Boards that wait for another fixture where none is left for them stand as they ended. */
export const dropStranded = (before: LotPlan): LotPlan => {
  if (before.queue.length === 0 && before.results.size === 0) return before;
  const stranded = before.queue.filter((serial) => !isHopeful(before, serial));
  const queue = before.queue.filter((serial) => !stranded.includes(serial));
  const plan = stranded.length === 0 ? before : { ...before, queue };
  return [...plan.results].reduce(tellStranded, plan);
};
