import { withBoard } from "./change-plan.ts";
import { chooseNest, fixtureOfLabel } from "./choose-nest.ts";
import { hasElsewhere } from "./find-elsewhere.ts";
import { isCheckSerial, isProven } from "./fixture-check.ts";
import type { LotInput } from "./lot-input.ts";
import type { LotPlan, LotStep } from "./lot-plan.ts";
import { clearResult, unseenOf } from "./nest-result.ts";
import { placeBoard, placeFor } from "./place-board.ts";
import { refuseScan, type ScanProblem } from "./refuse.ts";
import { runAgain, whyNoRetry } from "./retry-by-hand.ts";
import { scanCheck } from "./scan-check.ts";
import { problemOf, unprovenIn, whyNoPlace } from "./scan-problem.ts";

type Scan = Extract<LotInput, { readonly kind: "scan" }>;

/** Why the nest that shows the board's result cannot take it now, while others may. */
const hindranceIn = (plan: LotPlan, fixture: string): ScanProblem | undefined => {
  const reason = whyNoRetry(plan, fixture);
  if (reason === "unproven") return unprovenIn(plan, fixture);
  return reason === "locked" || reason === "unfit" ? { reason, fixture } : undefined;
};

/** The serial's board was scanned while its result stands: it is run once more there, or has been seen. */
const scanAgain = (plan: LotPlan, serial: string, fixture: string): LotStep => {
  const why = whyNoRetry(plan, fixture);
  if (why === undefined) return runAgain(plan, fixture, "scan");
  if (why === "paused") return refuseScan(plan, serial, { reason: why, fixture });
  // A scanner often reads twice: the second time must not start it elsewhere.
  return clearResult(withBoard(plan, serial, { isAside: true }), fixture, "scan");
};

/** A scanned or typed serial goes to the chosen or the next waiting fixture, and starts there as soon as it may. */
const scanSerial = (plan: LotPlan, { serial, lack }: Scan): LotStep => {
  const refuse = (problem: ScanProblem): LotStep => refuseScan(plan, serial, problem);
  if (isCheckSerial(plan, serial)) return scanCheck(plan, serial);
  const problem = problemOf(plan, serial);
  if (problem !== undefined) return refuse(problem);
  const shownIn = unseenOf(plan, serial);
  const hindrance = shownIn === undefined ? undefined : hindranceIn(plan, shownIn);
  const isMoved = plan.boards.get(serial)?.isMoved === true && hasElsewhere(plan, serial);
  const isForIt = shownIn === (plan.chosen ?? (isMoved ? undefined : shownIn));
  if (shownIn !== undefined && isForIt && hindrance === undefined) {
    return scanAgain(plan, serial, shownIn);
  }
  if (plan.paused) return refuse({ reason: "paused" });
  if (plan.chosen !== null && !isProven(plan, plan.chosen)) {
    return refuse(unprovenIn(plan, plan.chosen));
  }
  if (plan.boards.get(serial)?.isAside === true && plan.chosen === null) {
    return refuse({ reason: "set-aside" });
  }
  if (lack !== undefined) return refuse({ reason: "no-identity", data: { why: lack } });
  const fixture = placeFor(plan, serial);
  if (fixture === undefined) return refuse(hindrance ?? whyNoPlace(plan));
  return placeBoard(plan, serial, fixture);
};

/** Takes in what was scanned or typed: a fixture's label, or a serial. */
export const takeScan = (plan: LotPlan, scan: Scan): LotStep => {
  const fixture = fixtureOfLabel(plan, scan.serial);
  return fixture === undefined ? scanSerial(plan, scan) : chooseNest(plan, fixture, scan.serial);
};
