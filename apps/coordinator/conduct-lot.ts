import { systemClock } from "../../libs/clock/system-clock.ts";
import type { NestReport } from "../../libs/dispatch/dispatch.ts";
import { parseRedisUrl } from "../../libs/dispatch/redis-url.ts";
import type { JournalTrouble } from "../../libs/failure/journal-trouble.ts";
import type { LotAction } from "../../libs/lot/lot-action.ts";
import type { LotInput } from "../../libs/lot/lot-input.ts";
import type { LotPlan, LotStep } from "../../libs/lot/lot-plan.ts";
import { nextStep } from "../../libs/lot/next-step.ts";
import { waitsForNests } from "../../libs/lot/waits-for-nests.ts";
import type { RunEvent } from "../../libs/run/run-event.ts";
import type { RedisHealth } from "../../libs/station/redis-health.ts";
import type { LineHappening, OperatorCommand } from "../../libs/station/station-event.ts";
import { announceLot } from "./announce-lot.ts";
import { decisionOf } from "./decision-of-action.ts";
import { endLot } from "./end-lot.ts";
import { happeningOf } from "./happening-of-action.ts";
import { IdentityDesk } from "./identities/identity-desk.ts";
import { inputOfCommand } from "./input-of-command.ts";
import { followLine } from "./line/follow-line.ts";
import { LineHolds } from "./line/line-holds.ts";
import { LineNews } from "./line/line-news.ts";
import { openPlan } from "./open-plan.ts";
import { LotJournal } from "./records/lot-journal.ts";
import type { LotParts } from "./records/lot-parts.ts";
import { takeBrought } from "./records/take-brought.ts";
import { UnknownRuns } from "./records/unknown-runs.ts";
import { CheckWatch } from "./runs/check-watch.ts";
import { RecordIntake } from "./runs/record-intake.ts";
import { RunDesk } from "./runs/run-desk.ts";
import { SupplyWatch } from "./runs/supply-watch.ts";
import { WorkOrders } from "./runs/work-orders.ts";
import { JoinDesk } from "./stations/join-desk.ts";
import { StationDesk } from "./stations/station-desk.ts";
import { StationWatch } from "./stations/station-watch.ts";

/** How long stopping workers may take to hand in what they aborted. */
const STOP_LIMIT_MS = 15_000;

/** So many boards may be at work on a line whose fixtures are not known beforehand: as many as one is made for. */
const MANY_RUNS = 64;

/** Hands every board to its fixture until none is left, and returns how the lot ended. */
export const conductLot = async (parts: LotParts): Promise<LotPlan> => {
  await using conductor = new Conductor(parts);
  return await conductor.conduct();
};

/**
 * Turns what happens on the line into inputs of the lot's plan, and the plan's actions into jobs and
 * news. All decisions are the plan's; the record of an answer is the only source of a verdict.
 */
class Conductor implements AsyncDisposable {
  readonly #parts: LotParts;
  readonly #news: LineNews;
  readonly #done = Promise.withResolvers<void>();
  readonly #owned = new DisposableStack();
  readonly #began = performance.now();
  readonly #journal: LotJournal;
  readonly #holds: LineHolds;
  readonly #watch: StationWatch;
  readonly #supplies: SupplyWatch;
  readonly #identities: IdentityDesk;
  readonly #runs: RunDesk;
  readonly #checks: CheckWatch;
  readonly #stations: StationDesk;
  readonly #records: RecordIntake;
  #plan: LotPlan;
  #pending: readonly LotAction[];

  constructor(parts: LotParts) {
    this.#parts = parts;
    this.#news = new LineNews(parts.line.dispatch, parts.listen);
    this.#watch = this.#owned.use(new StationWatch(parts, (happening) => this.#tell(happening)));
    this.#holds = this.#owned.use(this.#watchTroubles(parts));
    const { gate } = this.#holds;
    const warn = (text: string, fixture?: string): void => this.#warn(text, fixture);
    this.#journal = this.#owned.use(new LotJournal({ ...parts, gate, warn }));
    this.#supplies = new SupplyWatch(parts.prepared.jig);
    const { journal, journalPlace, prepared, request } = parts;
    this.#identities = new IdentityDesk(journal, journalPlace, prepared, request.dataDir);
    const orders = new WorkOrders(parts, this.#identities, this.#supplies);
    this.#runs = new RunDesk(
      { lot: parts, orders, identities: this.#identities, journal: this.#journal, gate },
      {
        plan: () => this.#plan,
        onInput: (input) => this.#input(input),
        onRecord: (record) => this.#records.recorded(record),
        onChange: (why) => this.#close(why),
        onTrouble: (text, fixture) => this.#warn(text, fixture),
        onUnrecordable: (worker, trouble) => this.#hold(worker, trouble),
        onBusy: (fixture) => this.#holds.noteBusy(fixture),
      },
    );
    this.#checks = this.#owned.use(
      new CheckWatch(parts.proofs, {
        clock: systemClock,
        onDue: (fixture) => this.#input({ kind: "check-due", fixture }),
      }),
    );
    const joins = new JoinDesk({
      ...{ prepared, journal, gate, checks: this.#checks, supplies: this.#supplies },
      locks: parts.locks ?? new Map(),
      plan: () => this.#plan,
      input: (input) => this.#input(input),
      tell: (happening) => this.#tell(happening),
    });
    this.#stations = this.#owned.use(
      new StationDesk({
        ...{ line: parts.line, runs: this.#runs, joins },
        hear: (report) => this.#hear(report),
        onJoined: () => this.#holds.noteJoined(),
        plan: () => this.#plan,
        input: (input) => this.#input(input),
        tell: (happening) => this.#tell(happening),
        warn: (text) => this.#warn(text),
      }),
    );
    this.#records = new RecordIntake({
      ...{ lot: parts.lot, news: this.#news, journal: this.#journal, runs: this.#runs },
      ...{ checks: this.#checks, supplies: this.#supplies, warn },
      plan: () => this.#plan,
      input: (input) => this.#input(input),
      tell: (happening) => this.#tell(happening),
      close: (why) => this.#close(why),
    });
    const opened = openPlan(parts, this.#checks.checks);
    this.#plan = opened.plan;
    this.#pending = opened.actions;
  }

  async conduct(): Promise<LotPlan> {
    const { line, signal } = this.#parts;
    for (const happening of announceLot(this.#parts)) this.#tell(happening);
    this.#watch.look();
    this.#holds.gate.look();
    this.#owned.use(
      followLine(line, {
        onAnswer: (answer) => this.#runs.answered(answer),
        onEvent: (event) => this.#passOn(event),
        onCommand: (command) => this.#command(command),
        onNest: (report) => this.#hear(report),
        onServed: (hello) => this.#stations.serve(hello),
        onLost: (hello) => this.#stations.lose(hello),
        onGivenUp: (fixtures, why) => this.#stations.giveUp(fixtures, why),
        onBoardsGone: (lastWords) => this.#stations.loseBoards(lastWords),
        onRedisGone: (lastWords) => this.#giveUp(lastWords),
        onTrouble: (text) => this.#warn(text),
        onRedis: (state) => this.#noteRedis(state),
        onForgotten: () => void this.#runs.sendAgain(),
      }),
    );
    const unknown = this.#owned.use(
      new UnknownRuns(this.#parts, {
        onInput: (input) => this.#input(input),
        onRecord: (record) => this.#records.recorded(record),
        onNotice: (level, text) => this.#tell({ kind: "notice", level, text }),
      }),
    );
    this.#owned.use(
      takeBrought(this.#parts, {
        onRecord: (record) => this.#records.brought(record),
        onTrouble: (text) => this.#warn(text),
      }),
    );
    const { delivery } = this.#parts;
    this.#owned.use(delivery?.onNotice((notice) => this.#tell({ kind: "notice", ...notice })));
    void this.#parts.operatorLeft?.then(() => this.#input({ kind: "operator-left" }));
    const stop = (): void => this.#input({ kind: "stop" });
    signal.addEventListener("abort", stop, { once: true });
    this.#owned.defer(() => signal.removeEventListener("abort", stop));

    this.#act({ plan: this.#plan, actions: this.#pending });
    if (signal.aborted) stop();
    this.#stations.begin();
    await this.#done.promise;
    return await endLot({
      ...{ parts: this.#parts, plan: this.#plan, journal: this.#journal, unknown },
      ...{ watch: this.#watch, began: this.#began },
      tell: (happening) => this.#tell(happening),
      warn: (text) => this.#warn(text),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#owned.dispose();
    this.#news.finish();
  }

  /** What a person asks for. */
  #command(command: OperatorCommand): void {
    const input = inputOfCommand(command, this.#parts.request.operator ?? null);
    const lack = input.kind === "scan" ? this.#identities.lackFor(input.serial) : undefined;
    this.#input(input.kind === "scan" && lack !== undefined ? { ...input, lack } : input);
  }

  #input(input: LotInput): void {
    const step = nextStep(this.#plan, input);
    this.#parts.decided?.(input, step.actions);
    this.#act(step);
  }

  #act({ plan, actions }: LotStep): void {
    const isNews = waitsForNests(plan) && !waitsForNests(this.#plan);
    this.#plan = plan;
    for (const action of actions) this.#do(action);
    if (isNews) this.#warn("No fixture can take a board: the lot waits until one can");
    this.#stations.look();
  }

  #do(action: LotAction): void {
    this.#keep(action);
    switch (action.kind) {
      case "start-run":
        void this.#runs.start(action);
        return;
      case "abort-run":
        this.#abortAll();
        return;
      case "lot-finished":
        this.#done.resolve();
        return;
      case "prove-fixture":
        this.#checks.proven(action.fixture);
        this.#tell(happeningOf(action));
        return;
      default:
        this.#tell(happeningOf(action));
    }
  }

  /** Who locked and stopped what, and why, is in the journal. */
  #keep(action: LotAction): void {
    const decision = decisionOf(action);
    if (decision === undefined) return;
    const { lot, station, prepared, line } = this.#parts;
    const { jig: whole } = prepared.jig;
    const jig = decision.fixture === null ? whole : (line.crew.jigOf(decision.fixture) ?? whole);
    this.#journal.note({ ...decision, jig, lot, station, at: new Date().toISOString() });
  }

  /** What a worker tells of a run that has not ended: news and answers come on different ways. */
  #passOn(event: RunEvent): void {
    if (this.#runs.has(event.run)) this.#news.passOn(event);
  }

  /** What a nest's wires say, from the worker that serves it in this line. */
  #hear({ worker, news }: NestReport): void {
    const server = this.#parts.line.crew.serverOf(news.fixture);
    if (server?.worker === worker) this.#input({ kind: "nest-news", news });
  }

  #watchTroubles({ journal, journalPlace: place, prepared, request }: LotParts): LineHolds {
    const fixtures = (): readonly string[] => this.#plan.fixtures.map(({ id }) => id);
    const runs = prepared.joining === undefined ? prepared.jig.fixtures.length : MANY_RUNS;
    return new LineHolds(
      { journal, place, fixtures, runs, dir: request.dataDir },
      {
        onHolds: (holds) => this.#input({ kind: "hold", holds }),
        onHealth: (health) => this.#watch.health.noteJournal(health),
        onCutOff: () => this.#runs.settleAll(),
        tell: (level, text) => this.#tell({ kind: "notice", level, text }),
      },
    );
  }

  #noteRedis(health: RedisHealth): void {
    this.#watch.health.noteRedis(health);
    this.#holds.noteRedis(health, parseRedisUrl(this.#parts.line.redisUrl).label);
  }

  /** A worker's fixtures wait while its journal takes no run. */
  #hold(worker: string, trouble: JournalTrouble): void {
    const hello = this.#parts.line.crew.workers().find((it) => it.worker === worker);
    if (hello === undefined) return;
    this.#holds.noteRefused({ place: hello.journal, fixtures: hello.fixtures, trouble });
  }

  /** Without its Redis a line hears nothing of its boards: they are called off, the journal tells how they ended. */
  #giveUp(lastWords: string): void {
    if (this.#plan.finished) return;
    this.#warn(`The line's own Redis has ended, so the line ends: ${lastWords}`);
    this.#stations.dismiss();
    void this.#parts.line.stopWorkers();
  }

  /** Boards at work have what they need; the next ones would get something else. */
  #close(why: string): void {
    if (this.#plan.closed || this.#plan.finished) return;
    this.#warn(`${why} No more boards are handed out; those at work finish, then the lot ends`);
    this.#input({ kind: "close" });
  }

  #abortAll(): void {
    this.#runs.withhold();
    void this.#parts.line.stopWorkers();
    setTimeout(() => this.#done.resolve(), STOP_LIMIT_MS).unref();
  }

  #warn(text: string, fixture?: string): void {
    this.#tell({
      kind: "notice",
      level: "warning",
      text,
      ...(fixture !== undefined && { fixture }),
    });
  }

  #tell(happening: LineHappening): void {
    this.#news.tell({ at: new Date().toISOString(), ...happening });
  }
}
