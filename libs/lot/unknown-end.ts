import { NEW_BOARD, putBack, withBoard } from "./change-plan.ts";
import { runningIn } from "./find-fixture.ts";
import type { LotInput } from "./lot-input.ts";
import type { LotPlan, LotStep } from "./lot-plan.ts";
import { takeBoard } from "./take-board.ts";

type RunEnded = Extract<LotInput, { kind: "run-ended" }>;
type RunHeardOf = Extract<LotInput, { kind: "run-heard-of" }>;

/** The board that may be at work in the nest by an earlier sitting's run: the nest takes no other one. */
export const heldBoard = ({ unknown }: LotPlan, fixture: string): string | undefined =>
  [...unknown].find(([, end]) => end.fixture === fixture && end.standing !== "silent")?.[0];

/** The nest says once that it waits for its board's end. */
export const showHeld = (plan: LotPlan, fixture: string, serial: string): LotStep => {
  const end = plan.unknown.get(serial);
  if (end === undefined || end.shown) return { plan, actions: [] };
  return {
    plan: { ...plan, unknown: new Map(plan.unknown).set(serial, { ...end, shown: true }) },
    actions: [{ kind: "wait-for-operator", fixture, serial, awaits: "report" }],
  };
};

/** Whether a board is waited for that may be at work by an earlier sitting's run. */
export const awaitsEnds = ({ unknown }: LotPlan): boolean =>
  [...unknown.values()].some(({ standing }) => standing !== "silent");

const forget = (plan: LotPlan, serial: string): LotPlan => {
  const unknown = new Map(plan.unknown);
  unknown.delete(serial);
  return { ...plan, unknown };
};

/** Of a listed lot it is the next to be given out; where boards are scanned, it is when it is scanned. */
const giveOutAgain = (plan: LotPlan, serial: string): LotPlan =>
  plan.source === "list" ? putBack(plan, serial) : plan;

/** A station says, or leaves open, how it stands with an earlier sitting's run. */
export const hearOfRun = (plan: LotPlan, heard: RunHeardOf): LotStep => {
  const { serial, run } = heard;
  const end = plan.unknown.get(serial);
  if (end === undefined || end.run !== run) return { plan, actions: [] };
  if (heard.standing !== "never-began") {
    const { standing } = heard;
    const unknown = new Map(plan.unknown).set(serial, { ...end, standing });
    return { plan: { ...plan, unknown }, actions: [] };
  }
  const { attempts } = heard;
  const before = { outcome: end.before, lostIn: null, attempts };
  const freed = withBoard(forget(plan, serial), serial, before);
  return { plan: giveOutAgain(freed, serial), actions: [] };
};

/** A board that has passed after all is not run again, unless it is at work already. */
export const hearLatePass = (plan: LotPlan, serial: string): LotStep => {
  const board = plan.boards.get(serial) ?? (plan.source === "scan" ? NEW_BOARD : undefined);
  const isFree = runningIn(plan, serial) === undefined && !plan.unknown.has(serial);
  if (board === undefined || board.outcome === "pass" || !isFree) return { plan, actions: [] };
  const passed = withBoard(takeBoard(plan, serial), serial, { outcome: "pass", lostIn: null });
  return { plan: passed, actions: [] };
};

/** An earlier sitting's run has ended: its board is done, or has its chances again in this one. */
export const endUnknown = (judged: LotPlan, { serial, outcome }: RunEnded): LotStep => {
  const plan = forget(judged, serial);
  if (outcome === "pass") return { plan, actions: [] };
  return {
    plan: giveOutAgain(withBoard(plan, serial, { left: NEW_BOARD.left }), serial),
    actions: [],
  };
};
