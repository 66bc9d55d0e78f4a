import { enterFixture, NEW_BOARD, putBack, startRun, withBoard } from "./change-plan.ts";
import type { LotPlan, LotStep, Nest } from "./lot-plan.ts";
import { isSerial, SERIAL_FORM } from "./serial.ts";

type Waiting = Extract<Nest, { kind: "waiting" }>;

const waitingNest = (plan: LotPlan, fixture: string): Waiting | undefined => {
  const nest = plan.nests.get(fixture);
  return nest?.kind === "waiting" ? nest : undefined;
};

const firstFixture = (plan: LotPlan, fits: (nest: Nest) => boolean): string | undefined =>
  plan.fixtures.find(({ id }) => {
    const nest = plan.nests.get(id);
    return nest !== undefined && fits(nest);
  })?.id;

/** The operator's key. */
export const startByKey = (plan: LotPlan, asked: string | undefined): LotStep => {
  const fixture = asked ?? firstFixture(plan, ({ kind }) => kind === "waiting") ?? null;
  const refuse = (why: string): LotStep => ({
    plan,
    actions: [{ kind: "refuse-start", fixture, why }],
  });
  if (fixture === null) return refuse("No fixture is waiting.");
  const nest = waitingNest(plan, fixture);
  if (nest === undefined) return refuse("It is not waiting for a board.");
  if (nest.serial === null) return refuse("Scan or type the board's serial.");
  return startRun(plan, fixture, nest.serial);
};

const whyNot = (plan: LotPlan, serial: string): string | undefined => {
  if (plan.stopped) return "The line is stopping.";
  if (!isSerial(serial)) return `This is not a serial: a serial is ${SERIAL_FORM}.`;
  const board = plan.boards.get(serial);
  if (board === undefined) return plan.source === "list" ? "It is not in this lot." : undefined;
  if (board.outcome === "pass") return "It has passed already.";
  if (board.lostIn !== null) return `Its run in ${board.lostIn} has not reported yet.`;
  const running = firstFixture(plan, (nest) => nest.kind === "running" && nest.serial === serial);
  return running === undefined ? undefined : `It is being flashed in ${running}.`;
};

/** The nest told to expect the serial, else the first that waits, else one that had nothing to do. */
const placeFor = (plan: LotPlan, serial: string): string | undefined =>
  firstFixture(plan, (nest) => nest.kind === "waiting" && nest.serial === serial) ??
  firstFixture(plan, ({ kind }) => kind === "waiting") ??
  firstFixture(plan, ({ kind }) => kind === "idle");

/** A scanned or typed serial starts in the next waiting fixture. */
export const startByScan = (plan: LotPlan, serial: string): LotStep => {
  const refuse = (why: string): LotStep => ({
    plan,
    actions: [{ kind: "refuse-scan", serial, why }],
  });
  const why = whyNot(plan, serial);
  if (why !== undefined) return refuse(why);
  const fixture = placeFor(plan, serial);
  if (fixture === undefined) return refuse("No fixture is waiting.");

  const expected = waitingNest(plan, fixture)?.serial ?? null;
  const line = { ...plan, queue: plan.queue.filter((queued) => queued !== serial) };
  const swapped = expected === serial ? line : putBack(line, expected);
  // A person asks for this run: the board has all its chances again.
  const fresh = withBoard(swapped, serial, { left: NEW_BOARD.left });
  return startRun(enterFixture(fresh, fixture, serial), fixture, serial);
};
