import type { Awaited } from "../station/awaited.ts";
import type { CommandRefusal } from "../station/refusal.ts";
import { startRun } from "./change-plan.ts";
import { isElsewhere } from "./find-fixture.ts";
import type { LotPlan, LotStep, Nest } from "./lot-plan.ts";
import { lackOf, panelOf } from "./nest-panel.ts";
import { clearResult, isUnseen, longestUnseen } from "./nest-result.ts";
import { refuseCommand } from "./refuse.ts";

type Waiting = Extract<Nest, { kind: "waiting" }>;

const waitingNest = (plan: LotPlan, fixture: string): Waiting | undefined => {
  const nest = plan.nests.get(fixture);
  return nest?.kind === "waiting" ? nest : undefined;
};

const lackIn = (plan: LotPlan, fixture: string, { serial }: Waiting): Awaited | undefined => {
  if (isElsewhere(plan, serial)) return "elsewhere";
  return serial === null ? "scan" : lackOf(panelOf(plan, fixture), serial);
};

/** What a nest can lack, as the refusal of a key. */
const REFUSALS: Readonly<Record<Awaited, CommandRefusal>> = {
  board: "board",
  swap: "swap",
  reopen: "reopen",
  lid: "lid",
  scan: "scan",
  elsewhere: "in-fixture",
  report: "in-fixture",
  busy: "unfit",
  key: "not-waiting",
  button: "not-waiting",
  acknowledge: "not-waiting",
  resume: "paused",
  journal: "journal",
  redis: "redis",
};

/** The next nest that waits: one that could start at once, else the first. */
const nextWaiting = (plan: LotPlan): string | undefined => {
  const waiting = plan.fixtures.filter(({ id }) => waitingNest(plan, id) !== undefined);
  const able = waiting.find(({ id }) => {
    const nest = waitingNest(plan, id);
    return nest !== undefined && lackIn(plan, id, nest) === undefined;
  });
  return (able ?? waiting[0])?.id;
};

const startNest = (plan: LotPlan, fixture: string): LotStep => {
  const refuse = (reason: CommandRefusal): LotStep => refuseCommand(plan, "start", fixture, reason);
  if (!plan.nests.has(fixture)) return refuse("unknown-fixture");
  if (plan.locks.has(fixture)) return refuse("locked");
  const nest = waitingNest(plan, fixture);
  if (nest === undefined) return refuse("not-waiting");
  const hold = plan.holds.get(fixture);
  if (hold !== undefined) return refuse(REFUSALS[hold]);
  const lack = lackIn(plan, fixture, nest);
  if (nest.serial === null || lack !== undefined) return refuse(REFUSALS[lack ?? "scan"]);
  return startRun(plan, fixture, nest.serial);
};

/**
 * The operator's key, or the start button of a nest: a result that waits to be seen comes before
 * any start. `shown`: the results that the person had before them, if not all.
 */
export const startByKey = (
  plan: LotPlan,
  asked: string | undefined,
  shown?: readonly string[],
): LotStep => {
  const unseen = asked === undefined ? longestUnseen(plan, shown) : asked;
  const hidden = unseen === undefined ? longestUnseen(plan) : undefined;
  if (hidden !== undefined) return refuseCommand(plan, "start", hidden, "unseen");
  if (unseen !== undefined && isUnseen(plan, unseen)) return clearResult(plan, unseen, "key");
  if (plan.paused) return refuseCommand(plan, "start", asked ?? null, "paused");
  const fixture = asked ?? nextWaiting(plan);
  return fixture === undefined
    ? refuseCommand(plan, "start", null, "no-fixture")
    : startNest(plan, fixture);
};
