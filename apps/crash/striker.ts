import { rmSync } from "node:fs";
import type { StationEvent } from "../../libs/station/station-event.ts";
import type { Moment, Strike } from "./crash-case.ts";
import type { RoundPlace, RoundProcess } from "./round-place.ts";
import { REDIS_DATA } from "./start-redis.ts";

/** That the owner of nests was killed: their boards must lose their power. */
export interface OwnerKill {
  readonly at: string;
  readonly fixtures: readonly string[];
}

/** What was done to a round. */
export interface Struck {
  /** Victims by name, `nobody` where none was there. */
  readonly blows: readonly string[];
  readonly kills: readonly OwnerKill[];
}

/** Strikes a round's processes one blow after the other, each at its moment. */
export class Striker {
  readonly #place: RoundPlace;
  readonly #left: Strike[];
  readonly #blows: string[] = [];
  readonly #kills: OwnerKill[] = [];
  readonly #stalled = new Set<Promise<void>>();
  #passed = 0;
  #falling: NodeJS.Timeout | undefined;

  constructor(place: RoundPlace, strikes: readonly Strike[]) {
    this.#place = place;
    this.#left = [...strikes];
  }

  /** Whether blows are still to come. */
  get isArmed(): boolean {
    return this.#left.length > 0;
  }

  /** How many fell. */
  get count(): number {
    return this.#blows.length;
  }

  get struck(): Struck {
    return { blows: this.#blows, kills: this.#kills };
  }

  /** A sitting of the lot begins. */
  begin(): void {
    this.#take(({ kind }) => kind === "sitting");
  }

  /** The lot tells something. */
  hear(event: StationEvent): void {
    this.#take((moment) => fits(moment, event));
  }

  /** Nothing is struck any more: the round is over. */
  end(): void {
    clearTimeout(this.#falling);
  }

  /** Resolves when all that were stalled go on. */
  async settle(): Promise<void> {
    await Promise.all(this.#stalled);
  }

  #take(isMoment: (moment: Moment) => boolean): void {
    const [next] = this.#left;
    if (next === undefined || this.#falling !== undefined || !isMoment(next.moment)) return;
    this.#passed += 1;
    if (this.#passed <= next.passed) return;
    this.#falling = setTimeout(() => {
      this.#left.shift();
      this.#strike(next);
      this.#passed = 0;
      this.#falling = undefined;
    }, next.delayMs);
  }

  #strike(strike: Strike): void {
    const { victims, blow, moment } = strike;
    const all = this.#place.processes();
    const targets = targetsOf(strike, all);
    const names = targets.map(({ role, pid }) => `${role} ${pid}`).join(", ") || "nobody";
    const when = "step" in moment ? `${moment.kind} ${moment.step}` : moment.kind;
    this.#place.note(`!! ${blow.kind} at ${when}: ${names}`);
    const struck = targets.length === 0 ? ["nobody"] : victims;
    this.#blows.push(...struck.map((victim) => `${victim} ${blow.kind}`));
    if (blow.kind === "kill") this.#noteKill(targets, all);
    // Of several none may see the end of another.
    for (const { pid } of targets) send(pid, blow.kind === "terminate" ? "SIGTERM" : "SIGSTOP");
    if (blow.kind === "kill" || blow.kind === "wipe") {
      for (const { pid } of targets) send(pid, "SIGKILL");
    }
    if (blow.kind === "wipe") rmSync(this.#place.path(REDIS_DATA), { recursive: true });
    if (blow.kind === "stall") this.#wake(targets, blow.ms);
  }

  /** Where a guard lives on, or a worker that learns of its owner's death. */
  #noteKill(targets: readonly RoundProcess[], all: readonly RoundProcess[]): void {
    const gone = new Set(targets.map(({ pid }) => pid));
    const survivors = all.filter(({ pid, isStalled }) => !gone.has(pid) && !isStalled);
    const at = new Date().toISOString();
    for (const worker of targets.filter(({ role }) => role === "worker")) {
      const isGuarded = survivors.some(
        ({ role, parent }) => role === "nest-guard" && parent === worker.pid,
      );
      if (isGuarded) this.#kills.push({ at, fixtures: fixturesOf(worker) });
    }
    for (const { pid } of targets.filter(({ role }) => role === "coordinator")) {
      const own = survivors.filter(({ role, parent }) => role === "worker" && parent === pid);
      for (const worker of own) this.#kills.push({ at, fixtures: fixturesOf(worker) });
    }
  }

  #wake(targets: readonly RoundProcess[], ms: number): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stalled.add(promise);
    setTimeout(() => {
      for (const { pid } of targets) send(pid, "SIGCONT");
      this.#place.note(`!! go on: ${targets.map(({ pid }) => pid).join(", ")}`);
      this.#stalled.delete(promise);
      resolve();
    }, ms);
  }
}

const fits = (moment: Moment, event: StationEvent): boolean =>
  event.kind === moment.kind &&
  (!("step" in moment) || ("step" in event && event.step === moment.step));

const targetsOf = (
  { victims, which }: Strike,
  all: readonly RoundProcess[],
): readonly RoundProcess[] => {
  if (victims.includes("everything")) return all.filter(({ role }) => role !== "simulator");
  return victims.flatMap((victim) => {
    const some = all.filter(({ role }) => role === victim);
    return some[which % some.length] ?? [];
  });
};

/** Every worker of a round is told its nests by `--only`. */
const fixturesOf = ({ argv }: RoundProcess): readonly string[] =>
  (argv[argv.indexOf("--only") + 1] ?? "").split(",");

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
};
