import { systemClock } from "../../libs/clock/system-clock.ts";
import type { WorkerHello } from "../../libs/dispatch/messages.ts";
import type { LotInput } from "../../libs/lot/lot-input.ts";
import type { LotPlan } from "../../libs/lot/lot-plan.ts";
import { waitsForWorkers } from "../../libs/lot/waits-for-nests.ts";
import type { LineHappening } from "../../libs/station/station-event.ts";
import { describeWorker } from "./describe-worker.ts";
import type { Line } from "./open-line.ts";
import type { RunDesk } from "./run-desk.ts";
import { StationPatience } from "./station-patience.ts";

/** What it works with. */
export interface StationDeskParts {
  readonly line: Line;
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
    });
  }

  /** Those that are there already begin. */
  begin(): void {
    for (const { fixtures } of this.#parts.line.crew.workers()) {
      for (const fixture of fixtures) this.#parts.input({ kind: "fixture-ready", fixture });
    }
  }

  /** A worker has come, or come back. What is known of a board that was at work when it went is asked of it. */
  serve(hello: WorkerHello): void {
    const { plan, input, tell, runs } = this.#parts;
    if (plan().finished) return;
    tell({ kind: "worker-started", ...describeWorker(hello) });
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

  #away(): readonly string[] {
    const { nests } = this.#parts.plan();
    return [...nests].filter(([, { kind }]) => kind === "unserved").map(([fixture]) => fixture);
  }

  [Symbol.dispose](): void {
    this.#patience[Symbol.dispose]();
  }
}
