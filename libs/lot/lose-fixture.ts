import { NEW_BOARD, putBack, withBoard, withNest } from "./change-plan.ts";
import { isCheckSerial } from "./fixture-check.ts";
import { giveUpWait } from "./give-up-wait.ts";
import type { LotPlan, LotStep, Nest, UnservedBoard } from "./lot-plan.ts";
import { withPanel } from "./nest-panel.ts";
import { missReport } from "./serve-fixture.ts";

/** The board that is to be heard of from the nest, or tried again in it. */
const boardIn = ({ boards }: LotPlan, nest: Nest): UnservedBoard | null => {
  if (nest.kind === "unserved") return nest.board;
  if (nest.kind !== "running") return null;
  const { serial } = nest;
  return { serial, run: "open", before: boards.get(serial)?.outcome ?? null };
};

/** What its wires said is old, and what it waited for others may have. */
const empty = (plan: LotPlan, fixture: string): LotPlan =>
  withPanel(giveUpWait(plan, fixture), fixture, { news: null });

/**
 * A worker is gone, and may come back: its nest keeps the board that was at work in it, which no other
 * fixture gets, and is waited for.
 */
export const awaitWorker = (before: LotPlan, fixture: string): LotStep => {
  const nest = before.nests.get(fixture);
  if (nest === undefined) return { plan: before, actions: [] };
  if (nest.kind === "out" || nest.kind === "unserved") return { plan: before, actions: [] };
  const board = boardIn(before, nest);
  const plan = withNest(empty(before, fixture), fixture, { kind: "unserved", board });
  const isProduct = board !== null && !isCheckSerial(plan, board.serial);
  return {
    // Until it reports it counts as the station's fault.
    plan: isProduct ? withBoard(plan, board.serial, { outcome: "error", lostIn: fixture }) : plan,
    actions: [{ kind: "fixture-idle", fixture, reason: "station-away" }],
  };
};

/**
 * A worker is gone for good. What its board went through is unknown until it reports, or until the lot is
 * taken up again: no other fixture gets that board in this sitting.
 */
export const loseFixture = (before: LotPlan, fixture: string): LotStep => {
  const nest = before.nests.get(fixture);
  if (nest === undefined) return { plan: before, actions: [] };
  const emptied = empty(before, fixture);
  if (nest.kind === "out") return { plan: emptied, actions: [] };
  const plan: LotPlan = { ...withNest(emptied, fixture, { kind: "out" }), stationFailed: true };
  const board = boardIn(before, nest);
  return {
    plan: board === null ? plan : giveUpBoard(plan, fixture, board),
    actions: [{ kind: "fixture-idle", fixture, reason: "worker-lost" }],
  };
};

/** One that was to be tried again there is for others now. */
const giveUpBoard = (plan: LotPlan, fixture: string, board: UnservedBoard): LotPlan =>
  board.run === "open" ? missReport(plan, fixture, board) : putBack(plan, board.serial);

/** A run that was surely never begun in a nest that is not served: its board is as it was, and free again. */
export const freeUnbegun = (plan: LotPlan, fixture: string, board: UnservedBoard): LotPlan => {
  const { serial, before } = board;
  const empty = withNest(plan, fixture, { kind: "unserved", board: null });
  if (isCheckSerial(plan, serial)) return empty;
  const { attempts } = plan.boards.get(serial) ?? NEW_BOARD;
  const undone = { outcome: before, lostIn: null, attempts: attempts - 1 };
  return putBack(withBoard(empty, serial, undone), serial);
};
