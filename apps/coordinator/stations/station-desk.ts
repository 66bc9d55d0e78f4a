import { systemClock } from "../../../libs/clock/system-clock.ts";
import type { NestReport } from "../../../libs/dispatch/dispatch.ts";
import type { WorkerHello } from "../../../libs/dispatch/messages.ts";
import type { LotInput } from "../../../libs/lot/lot-input.ts";
import type { LotPlan } from "../../../libs/lot/lot-plan.ts";
import { waitsForFirst, waitsForWorkers } from "../../../libs/lot/waits-for-nests.ts";
import type { LineHappening } from "../../../libs/station/station-event.ts";
import { callForStation } from "../line/call-for-station.ts";
import { describeWorker } from "../line/describe-worker.ts";
import type { Line } from "../line/open-line.ts";
import type { RunDesk } from "../runs/run-desk.ts";
import type { JoinDesk } from "./join-desk.ts";
import { StationPatience } from "./station-patience.ts";

/** What it works with. */
export interface StationDeskParts {
  readonly line: Line;
  /** Takes in fixtures that the lot does not have yet. */
  readonly joins: Pick<JoinDesk, "meet">;
  /** What a nest's wires say. */
  readonly hear: (report: NestReport) => void;
  /** Fixtures have come into the lot. */
  readonly onJoined: () => void;
  readonly runs: Pick<RunDesk, "settle" | "withdraw" | "resume" | "keptBy">;
  readonly plan: () => LotPlan;
  readonly input: (input: LotInput) => void;
  readonly tell: (happening: LineHappening) => void;
  readonly warn: (text: string) => void;
}

/** Tells the lot which of its fixtures are served, by stations that come, vanish and return. */
export class StationDesk implements Disposable {
  readonly #parts: StationDeskParts;
  readonly #patience: StationPatience;
  /** Whether those who go may come back. */
  #hope: "hope" | "none" = "hope";

  constructor(parts: StationDeskParts) {
    this.#parts = parts;
    this.#patience = new StationPatience(systemClock, (minutes) => {
      this.giveUp(this.#away(), `no worker has served it for ${minutes} minutes`);
      this.#endJoining(minutes);
    });
  }

  /** Those that are there already begin. */
  begin(): void {
    const { line, plan, input, warn } = this.#parts;
    const there = line.crew.workers();
    for (const hello of there) this.#meet(hello);
    for (const { fixtures } of there) {
      for (const fixture of fixtures) input({ kind: "fixture-ready", fixture });
    }
    for (const notice of line.notices) warn(notice);
    if (waitsForFirst(plan())) warn(callForStation(line.redisUrl));
  }

  /** A worker has come, or come back. What is known of a board that was at work when it went is asked of it. */
  serve(hello: WorkerHello): void {
    const { plan, input, tell, runs } = this.#parts;
    if (plan().finished) return;
    tell({ kind: "worker-started", ...describeWorker(hello) });
    this.#meet(hello);
    for (const fixture of hello.fixtures) {
      const kept = runs.keptBy(hello, fixture) ? ({ run: "kept" } as const) : {};
      input({ kind: "fixture-ready", fixture, ...kept });
      runs.resume(hello, fixture);
    }
  }

  /** A worker is gone. What it recorded before counts; what it did not is nobody's verdict. */
  lose(hello: WorkerHello): void {
    const { plan, input, runs, tell } = this.#parts;
    const { worker, fixtures } = hello;
    if (plan().finished) return;
    // A stopping worker has done what it was asked to if it recorded what it had begun.
    if (plan().stopped) {
      runs.settle(worker);
      runs.withdraw(worker);
    }
    const nestOf = (fixture: string) => plan().nests.get(fixture)?.kind;
    const { stopped } = plan();
    const lost = fixtures.filter((fixture) =>
      stopped ? nestOf(fixture) === "running" : nestOf(fixture) !== "out",
    );
    if (lost.length > 0) tell({ kind: "worker-lost", ...describeWorker(hello) });
    const kind = stopped || this.#hope === "none" ? "fixture-lost" : "fixture-unserved";
    for (const fixture of lost) input({ kind, fixture });
    // Only now, lest a fixture that is gone be given the next board.
    runs.settle(worker);
  }

  /** No worker will serve these any more. */
  giveUp(fixtures: readonly string[], why: string): void {
    const { plan, input, warn } = this.#parts;
    const lost = fixtures.filter((fixture) => plan().nests.get(fixture)?.kind !== "out");
    if (plan().finished || lost.length === 0) return;
    warn(`${lost.join(", ")} out for the rest of the lot: ${why}`);
    for (const fixture of lost) input({ kind: "fixture-lost", fixture });
  }

  /** The workers are asked to end: nobody waits for them to come back. */
  dismiss(): void {
    this.#hope = "none";
    for (const fixture of this.#away()) this.#parts.input({ kind: "fixture-lost", fixture });
  }

  /** Simulated boards are gone for good: the ports of their nests do not come back. */
  loseBoards(lastWords: string): void {
    const { plan, input, warn, line } = this.#parts;
    const lost = [...(line.virtual?.fixtures ?? [])];
    if (plan().finished || plan().stopped || lost.length === 0) return;
    warn(`The simulator of ${lost.join(", ")} has ended: ${lastWords}`);
    for (const fixture of lost) input({ kind: "fixture-lost", fixture });
  }

  /** The lot has changed: whether it still goes on is looked at. */
  look(): void {
    const plan = this.#parts.plan();
    const isLeftAlone = plan.operator === "absent" && waitsForWorkers(plan);
    this.#patience.note(isLeftAlone ? "waits" : "goes-on");
  }

  /** What its nests' wires say goes before what they are given. */
  #meet(hello: WorkerHello): void {
    const { line, joins, hear, onJoined, plan } = this.#parts;
    const { size } = plan().nests;
    joins.meet(hello);
    if (plan().nests.size > size) onJoined();
    for (const report of line.dispatch.nests()) if (report.worker === hello.worker) hear(report);
  }

  /** Nobody is there to wait for a station any longer. */
  #endJoining(minutes: number): void {
    const { plan, input, warn } = this.#parts;
    if (plan().finished || plan().joining === "closed") return;
    warn(`No station with a fixture for its boards has come for ${minutes} minutes: the lot ends`);
    input({ kind: "joining-over" });
  }

  #away(): readonly string[] {
    const { nests } = this.#parts.plan();
    return [...nests].filter(([, { kind }]) => kind === "unserved").map(([fixture]) => fixture);
  }

  [Symbol.dispose](): void {
    this.#patience[Symbol.dispose]();
  }
}
