import type { Awaited } from "../station/station-event.ts";
import { enterFixture, NEW_BOARD, putBack, startRun, withBoard, withNest } from "./change-plan.ts";
import type { LotPlan, LotStep, Nest } from "./lot-plan.ts";
import { lackOf, panelOf } from "./nest-panel.ts";
import { isSerial, SERIAL_FORM } from "./serial.ts";
import { startOrWait } from "./start-or-wait.ts";

type Waiting = Extract<Nest, { kind: "waiting" }>;

const waitingNest = (plan: LotPlan, fixture: string): Waiting | undefined => {
  const nest = plan.nests.get(fixture);
  return nest?.kind === "waiting" ? nest : undefined;
};

const fixturesThat = (plan: LotPlan, fits: (nest: Nest) => boolean): readonly string[] =>
  plan.fixtures
    .map(({ id }) => id)
    .filter((id) => {
      const nest = plan.nests.get(id);
      return nest !== undefined && fits(nest);
    });

const firstFixture = (plan: LotPlan, fits: (nest: Nest) => boolean): string | undefined =>
  fixturesThat(plan, fits)[0];

/** How far a nest is from a run: ready for it, being loaded, or with its last board still in it. */
const distanceFrom = (lack: Awaited | undefined): number => {
  if (lack === undefined) return 0;
  return lack === "swap" || lack === "reopen" ? 2 : 1;
};

/** Of those that could take any board the one that was loaded: its board is the one that was scanned. */
const nearest = (
  plan: LotPlan,
  serial: string,
  fits: (nest: Nest) => boolean,
): string | undefined => {
  const distanceOf = (id: string): number => distanceFrom(lackOf(panelOf(plan, id), serial));
  return fixturesThat(plan, fits).toSorted((a, b) => distanceOf(a) - distanceOf(b))[0];
};

const LACKS: Readonly<Record<Awaited, string>> = {
  board: "No board is in it.",
  swap: "The last board is still in it. Swap it first.",
  reopen: "The last board may still be in it. Open the lid and swap it first.",
  lid: "Close its lid first.",
  key: "",
  scan: "Scan or type the board's serial.",
  button: "",
};

const lackIn = (plan: LotPlan, fixture: string, { serial }: Waiting): Awaited | undefined =>
  serial === null ? "scan" : lackOf(panelOf(plan, fixture), serial);

/** The operator's key, or the start button of a nest. */
export const startByKey = (plan: LotPlan, asked: string | undefined): LotStep => {
  const waiting = plan.fixtures.filter(({ id }) => plan.nests.get(id)?.kind === "waiting");
  const able = waiting.find(({ id }) => {
    const nest = waitingNest(plan, id);
    return nest !== undefined && lackIn(plan, id, nest) === undefined;
  });
  const fixture = asked ?? able?.id ?? waiting[0]?.id ?? null;
  const refuse = (why: string): LotStep => ({
    plan,
    actions: [{ kind: "refuse-start", fixture, why }],
  });
  if (fixture === null) return refuse("No fixture is waiting.");
  const nest = waitingNest(plan, fixture);
  if (nest === undefined) return refuse("It is not waiting for a board.");
  const lack = lackIn(plan, fixture, nest);
  if (nest.serial === null || lack !== undefined) return refuse(LACKS[lack ?? "scan"]);
  return startRun(plan, fixture, nest.serial);
};

const whyNot = (plan: LotPlan, serial: string): string | undefined => {
  if (plan.stopped) return "The line is stopping.";
  if (plan.closed) return "The lot takes no more boards.";
  if (!isSerial(serial)) return `This is not a serial: a serial is ${SERIAL_FORM}.`;
  const board = plan.boards.get(serial);
  if (board === undefined) return plan.source === "list" ? "It is not in this lot." : undefined;
  if (board.outcome === "pass") return "It has passed already.";
  if (board.lostIn !== null) return `Its run in ${board.lostIn} has not reported yet.`;
  const running = firstFixture(plan, (nest) => nest.kind === "running" && nest.serial === serial);
  return running === undefined ? undefined : `It is being flashed in ${running}.`;
};

/** The nest told to expect the serial, else the nearest of those that wait for any, else one that had nothing to do. */
const placeFor = (plan: LotPlan, serial: string): string | undefined =>
  firstFixture(plan, (nest) => nest.kind === "waiting" && nest.serial === serial) ??
  nearest(plan, serial, (nest) => nest.kind === "waiting" && nest.by === "order") ??
  nearest(plan, serial, ({ kind }) => kind === "idle") ??
  firstFixture(plan, (nest) => nest.kind === "waiting" && nest.by === "scan");

/** A scanned or typed serial goes to the next waiting fixture, and starts there as soon as it may. */
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
  const entered = enterFixture(fresh, fixture, serial);
  const waiting = { kind: "waiting", serial, by: "scan", awaits: null } as const;
  return startOrWait(withNest(entered, fixture, waiting), fixture);
};
