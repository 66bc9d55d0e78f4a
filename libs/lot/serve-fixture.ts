import { NEW_BOARD, withBoard, withNest } from "./change-plan.ts";
import { freeCheckBoard } from "./end-check.ts";
import { isCheckSerial } from "./fixture-check.ts";
import { sendAway } from "./hear-nest.ts";
import type { LotInput } from "./lot-input.ts";
import type { LotPlan, LotStep, UnservedBoard } from "./lot-plan.ts";
import { panelOf, unfitReason } from "./nest-panel.ts";
import { standResult } from "./nest-result.ts";
import { triggerOf } from "./trigger-of.ts";

type Ready = Extract<LotInput, { readonly kind: "fixture-ready" }>;

/** It takes boards, unless its wires say that it cannot. */
const freeFixture = (plan: LotPlan, fixture: string): LotStep => {
  const panel = panelOf(plan, fixture);
  const reason = unfitReason(panel, triggerOf(plan, fixture));
  if (reason !== undefined) {
    const unplugs = panel.news?.counts.unplugs ?? 0;
    return sendAway(plan, fixture, { unplugs, hope: "none", reason });
  }
  return { plan: withNest(plan, fixture, { kind: "free" }), actions: [] };
};

/** The board's run goes on, or has ended and will be told. */
const goOnRunning = (plan: LotPlan, fixture: string, board: UnservedBoard): LotStep => {
  const { serial, before } = board;
  const unplugs = panelOf(plan, fixture).news?.counts.unplugs ?? 0;
  const running = withNest(plan, fixture, { kind: "running", serial, unplugs });
  const isCheck = isCheckSerial(plan, serial);
  return {
    plan: isCheck ? running : withBoard(running, serial, { outcome: before, lostIn: null }),
    actions: [],
  };
};

/** How the run at work in a nest ended is not heard from its worker any more: its board counts as `error`. */
export const missReport = (plan: LotPlan, fixture: string, { serial }: UnservedBoard): LotPlan => {
  if (isCheckSerial(plan, serial)) return freeCheckBoard(plan, serial);
  const board = plan.boards.get(serial) ?? NEW_BOARD;
  // Its tile says so as soon as the fixture is served again.
  const shown = standResult(plan, { fixture, serial, outcome: "error", failure: null }, board);
  return withBoard(shown, serial, { outcome: "error", lostIn: fixture });
};

/** A worker serves the fixture. What was at work in it, or due another try, is so again. */
export const serveFixture = (plan: LotPlan, { fixture, run }: Ready): LotStep => {
  const nest = plan.nests.get(fixture);
  switch (nest?.kind) {
    case "absent":
    case "out":
      return freeFixture(plan, fixture);
    case "unserved": {
      const { board } = nest;
      if (board === null) return freeFixture(plan, fixture);
      const { serial } = board;
      if (board.run === "retry") {
        const waiting = { kind: "waiting", serial, by: "retry", awaits: null } as const;
        return { plan: withNest(plan, fixture, waiting), actions: [] };
      }
      if (run === "kept") return goOnRunning(plan, fixture, board);
      return freeFixture(missReport(plan, fixture, board), fixture);
    }
    default:
      return { plan, actions: [] };
  }
};
