import { RunAccount } from "../../libs/account/run-account.ts";
import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import { VirtualClock } from "../../libs/clock/virtual-clock.ts";
import { buildApp, buildFactoryFlash } from "../../libs/firmware/build-image.ts";
import type { FlashPlan } from "../../libs/firmware/flash-plan.ts";
import { planImages } from "../../libs/firmware/plan-images.ts";
import { NO_BOARD_JOURNAL } from "../../libs/run/no-board-journal.ts";
import { runBoard } from "../../libs/run/run-board.ts";
import type { RunHappening } from "../../libs/run/run-event.ts";
import type { RunOrder, RunSurroundings } from "../../libs/run/run-order.ts";
import type { RunEnd } from "../../libs/run/run-record.ts";
import {
  type ConnectedFixture,
  connectVirtualFixture,
  type NestWiring,
} from "../../libs/simulator/connect-virtual-fixture.ts";
import { VirtualBoard } from "../../libs/simulator/virtual-board.ts";
import { faultOf } from "./fault-of.ts";
import { type Tampering, withTampering } from "./tampered-link.ts";

/** MAC of every factory board made here. */
export const BOARD_MAC = "c8478ca1b2c3";

/** One of each way to open a flash again: by the host, by a link check, by a restart only. */
export const CHIPS_BY_WAY = ["bk7231n", "bk7231t", "bk7231u"] as const;

/** What differs from a plain good board and a plain recipe. */
export interface BenchOptions {
  readonly faults?: readonly string[];
  readonly wiring?: Partial<NestWiring>;
  readonly order?: Partial<RunOrder>;
  readonly passedAs?: (mac: string) => string | undefined;
  readonly openBackup?: RunSurroundings["openBackup"];
  readonly journal?: RunSurroundings["journal"];
  readonly adapter?: RunSurroundings["adapter"];
  /** Takes the lines of the run's account. */
  readonly account?: (line: string) => void;
  /** Chip of the board, if not the recipe's. */
  readonly board?: ChipName;
  /** What its flash holds, if not a factory's. */
  readonly flash?: Uint8Array;
  /** MAC in its calibration, if not `BOARD_MAC`. */
  readonly mac?: string;
  /** An earlier run, whose nest and board this one has, as they are. */
  readonly after?: BenchRun;
  /** What happens to bytes between the flash port and the chip. */
  readonly wire?: Tampering;
  /** How long a board that always has power has been running, in ms. */
  readonly runningMs?: number;
}

/** One run on one simulated board, all in this process and in simulated time. */
export interface BenchRun {
  readonly clock: VirtualClock;
  readonly fixture: ConnectedFixture;
  readonly plan: FlashPlan;
  /** The board's flash before anything happened. */
  readonly before: Uint8Array;
  readonly news: readonly RunHappening[];
  readonly end: Promise<RunEnd>;
  /** Aborts the run as the operator does, unless another reason is given. */
  abort(reason?: unknown): void;
  /** Calls `action` once, as soon as something fitting is reported. */
  when(fits: (news: RunHappening) => boolean, action: () => void): void;
}

/** Made once: generating takes longer than many a run. Nobody writes to them. */
const plans = new Map<string, FlashPlan>();
const factoryFlashes = new Map<string, Uint8Array>();

const onlyOnce = <T>(made: Map<string, T>, key: string, make: () => T): T => {
  const thing = made.get(key) ?? make();
  made.set(key, thing);
  return thing;
};

const factoryFlash = (chip: ChipName, mac: string): Uint8Array =>
  onlyOnce(factoryFlashes, `${chip} ${mac}`, () => buildFactoryFlash({ chip, seed: 3, mac }));

/** A plan of a generated app of about 200 KiB. */
export const planOf = (chip: ChipName, seed = 7, bytes = 200_000): FlashPlan =>
  onlyOnce(plans, `${chip} ${seed} ${bytes}`, () => makePlan(chip, seed, bytes));

const makePlan = (chip: ChipName, seed: number, bytes: number): FlashPlan => {
  const app = buildApp({ chip, seed, bytes, version: "1.18.0" });
  const planned = planImages([{ file: "app.rbl", bytes: app }], CHIPS[chip], {
    bootloader: "keep",
  });
  if (!planned.ok) throw new Error(`no plan: ${JSON.stringify(planned)}`);
  return planned.plan;
};

/** What is asked for of a plain good board. */
export const plainOrder = (chip: ChipName, plan: FlashPlan): RunOrder => ({
  identity: { run: "R1", lot: "L1", serial: "SN1", fixture: "F01", attempt: 1 },
  chip: CHIPS[chip],
  recipe: "test",
  plan,
  own: undefined,
  calibration: "required",
  bootloader: "keep",
  backup: "none",
  baud: 921600,
  linkAttempts: 2,
  write: "all",
  verify: "crc",
  protection: "open",
  boot: undefined,
});

/** Starts a run of a generated image on a factory-fresh board. */
export const startRun = (chip: ChipName, options: BenchOptions = {}): BenchRun => {
  const clock = options.after?.clock ?? new VirtualClock();
  const boardChip = options.board ?? chip;
  const before = options.flash ?? factoryFlash(boardChip, options.mac ?? BOARD_MAC);
  const faults = (options.faults ?? []).map(faultOf);
  const board = new VirtualBoard({ chip: boardChip, clock, flash: before, faults });
  const fixture =
    options.after?.fixture ?? connectVirtualFixture(board, { clock, ...options.wiring });
  const plan = options.order?.plan ?? planOf(chip);
  const order: RunOrder = { ...plainOrder(chip, plan), ...options.order };
  const news: RunHappening[] = [];
  const stop = new AbortController();
  const hooks: { fits: (news: RunHappening) => boolean; action: () => void }[] = [];
  const { own, identity } = order;
  const ears =
    options.account &&
    new RunAccount(
      { ...identity, station: "bench", program: "test" },
      { clock, write: options.account, secrets: (own?.fields ?? []).map(({ value }) => value) },
    );
  const report = (happening: RunHappening): void => {
    ears?.tell(happening);
    news.push(happening);
    const due = hooks.findIndex(({ fits }) => fits(happening));
    if (due >= 0) for (const { action } of hooks.splice(due, 1)) action();
  };
  const wired = options.wire === undefined ? fixture : withTampering(fixture, options.wire);
  const passedAs = options.passedAs ?? (() => undefined);
  const openBackup = options.openBackup ?? (() => Promise.reject(new Error("no backup expected")));
  const journal = options.journal ?? NO_BOARD_JOURNAL;
  const surroundings = { report, passedAs, journal, openBackup, adapter: options.adapter, ears };
  return {
    clock,
    fixture,
    plan,
    before,
    news,
    abort: (reason: unknown = "operator") => stop.abort(reason),
    when: (fits, action) => hooks.push({ fits, action }),
    end: clock
      .sleep(options.runningMs ?? 0)
      .then(() => runBoard(order, wired, clock, surroundings, stop.signal)),
  };
};

/** `before` with the plan's regions in place: what the flash of a passed board must equal. */
export const expectedFlash = (before: Uint8Array, plan: FlashPlan): Uint8Array => {
  const flash = before.slice();
  for (const { start, bytes } of plan.regions) flash.set(bytes, start);
  return flash;
};
