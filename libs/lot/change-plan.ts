import { isCheckSerial, purposeOf } from "./fixture-check.ts";
import { kindOf } from "./kind-of.ts";
import type { BoardPlan, LotPlan, LotStep, Nest } from "./lot-plan.ts";
import { panelOf, withPanel } from "./nest-panel.ts";

/** A serial nothing was done with yet. Its retries are set when it enters a fixture. */
export const NEW_BOARD: BoardPlan = {
  outcome: null,
  attempts: 0,
  left: { retries: 0, errorRetries: 1, reseats: 0, moves: 1 },
  lostIn: null,
  isAside: false,
  failedIn: [],
  isMoved: false,
  kind: null,
};

/** The plan with one nest changed. */
export const withNest = (plan: LotPlan, fixture: string, nest: Nest): LotPlan => ({
  ...plan,
  nests: new Map(plan.nests).set(fixture, nest),
});

/** The plan with one board changed, or entered. */
export const withBoard = (plan: LotPlan, serial: string, change: Partial<BoardPlan>): LotPlan => ({
  ...plan,
  boards: plan.boards.with(serial, { ...(plan.boards.get(serial) ?? NEW_BOARD), ...change }),
});

/** The serial is the next to be given out, unless it is null, or that of a check board. */
export const putBack = (plan: LotPlan, serial: string | null): LotPlan =>
  serial === null || isCheckSerial(plan, serial)
    ? plan
    : { ...plan, queue: [serial, ...plan.queue] };

/** How many runs the serial has had in this lot. */
const runsOf = ({ boards, checkRuns }: LotPlan, serial: string): number =>
  checkRuns.get(serial) ?? boards.get(serial)?.attempts ?? 0;

/** The plan with so many runs of the serial. */
export const withRuns = (plan: LotPlan, serial: string, change: 1 | -1): LotPlan => {
  const attempts = runsOf(plan, serial) + change;
  return isCheckSerial(plan, serial)
    ? { ...plan, checkRuns: new Map(plan.checkRuns).set(serial, attempts) }
    : withBoard(plan, serial, { attempts });
};

/** The board lies in the fixture: whatever becomes of the run, it is one for fixtures of that kind. */
const ofKind = (plan: LotPlan, fixture: string, serial: string): LotPlan =>
  isCheckSerial(plan, serial) ? plan : withBoard(plan, serial, { kind: kindOf(plan, fixture) });

/** Starts a run of the serial in the fixture. */
export const startRun = (plan: LotPlan, fixture: string, serial: string): LotStep => {
  const results = new Map(plan.results);
  // Its tile shows the new run from now on.
  results.delete(fixture);
  const counted = ofKind(withRuns({ ...plan, results }, serial, 1), fixture, serial);
  const attempt = runsOf(counted, serial);
  const purpose = purposeOf(plan, fixture, serial);
  const unplugs = panelOf(plan, fixture).news?.counts.unplugs ?? 0;
  const running = { kind: "running", serial, unplugs } as const;
  return {
    plan: withPanel(withNest(counted, fixture, running), fixture, { last: serial }),
    actions: [{ kind: "start-run", fixture, serial, attempt, purpose }],
  };
};

/** Gives the board a fixture's retries: it comes into it fresh. Where none are allowed, none are by hand; one run tells of a board that failed elsewhere. */
export const enterFixture = (plan: LotPlan, fixture: string, serial: string): LotPlan => {
  const allowed = plan.fixtures.find(({ id }) => id === fixture)?.retries ?? 0;
  const { left, isMoved } = plan.boards.get(serial) ?? NEW_BOARD;
  const retries = isMoved ? 0 : allowed;
  return withBoard(plan, serial, { left: { ...left, retries, reseats: Math.min(retries, 1) } });
};
