import {
  explainJournalTrouble,
  type JournalTrouble,
} from "../../../libs/failure/journal-trouble.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { JournalGate } from "../../../libs/journal/journal-gate.ts";
import type { Hold } from "../../../libs/station/awaited.ts";
import { explainRedisHealth, type RedisHealth } from "../../../libs/station/redis-health.ts";
import type { StationHealth } from "../../../libs/station/station-health.ts";
import { BusyFixtures } from "./busy-fixtures.ts";

const LOOK_EVERY_MS = 1000;
/** How long the fixtures of a worker that could record no run are given none. */
const REFUSED_MS = 1000;
/** A worker that began runs again for so long is well again. */
const FORGOTTEN_MS = 10_000;

/** The coordinator's own journal, and what hangs on it. */
export interface HeldLine {
  readonly journal: Journal;
  /** The data folder. */
  readonly dir: string;
  /** Whose journal it is, and where. */
  readonly place: string;
  /** All fixtures of the line, once it has begun. */
  readonly fixtures: () => readonly string[];
  /** So many boards at work at once are to have room on its disk. */
  readonly runs: number;
}

/** Who hears what keeps boards from being started. */
export interface HoldEars {
  /** All fixtures that start nothing from now on. */
  readonly onHolds: (holds: ReadonlyMap<string, Hold>) => void;
  readonly onHealth: (journal: StationHealth["journal"]) => void;
  /** Again and again while no answer comes by Redis: the journal may have it. */
  readonly onCutOff: () => void;
  /** A sentence for people; told once for each change. */
  readonly tell: (level: "info" | "warning", text: string) => void;
}

/** What a worker said of its journal when it refused a job. */
export interface JournalRefusal {
  /** Whose journal, and where. */
  readonly place: string;
  readonly fixtures: readonly string[];
  readonly trouble: JournalTrouble;
}

interface Refused extends JournalRefusal {
  readonly isHeld: boolean;
  readonly timer: NodeJS.Timeout;
}

/** Keeps the trouble of a line's stations: which fixtures must wait for it, and what people are told. */
export class LineHolds implements Disposable {
  /** Before the coordinator's own journal. */
  readonly gate: JournalGate;
  readonly #fixtures: () => readonly string[];
  readonly #place: string;
  readonly #timer: NodeJS.Timeout;
  readonly #ears: HoldEars;
  readonly #refused = new Map<string, Refused>();
  readonly #busy = new BusyFixtures(() => this.#changed());
  #own: JournalTrouble | null = null;
  #redis: RedisHealth = "up";

  constructor({ journal, dir, place, fixtures, runs }: HeldLine, ears: HoldEars) {
    this.#fixtures = fixtures;
    this.#place = place;
    this.#ears = ears;
    const tell = (trouble: JournalTrouble | null): void => this.#noteOwn(trouble);
    this.gate = new JournalGate({ journal, dir, runs, tell });
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  /** A worker began nothing for its journal's sake: it is asked again in a second. */
  noteRefused(refusal: JournalRefusal): void {
    const { place, trouble } = refusal;
    const before = this.#refused.get(place);
    clearTimeout(before?.timer);
    // One journal that several processes write is told of once.
    const isTold = before?.trouble === trouble || (place === this.#place && this.#own !== null);
    if (!isTold) this.#ears.tell("warning", explainJournalTrouble(trouble, place));
    const timer = setTimeout(() => this.#askAgain(place), REFUSED_MS);
    this.#refused.set(place, { ...refusal, isHeld: true, timer });
    this.#changed();
  }

  /** A worker is at work there on a run that is not the lot's: it is asked again in two seconds. */
  noteBusy(fixture: string): void {
    if (this.#busy.note(fixture) === "known") return;
    const text = `${fixture} works for another lot yet, or for a sitting that was cut off: it is waited for`;
    this.#ears.tell("warning", text);
  }

  /** Fixtures have joined the line: what holds it holds them. */
  noteJoined(): void {
    this.#changed();
  }

  /** How Redis is now: without it no job can be sent. `label`: its address, without user and password. */
  noteRedis(redis: RedisHealth, label: string): void {
    this.#redis = redis;
    const level = redis === "up" ? "info" : "warning";
    this.#ears.tell(level, explainRedisHealth(redis, label));
    this.#changed();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#busy[Symbol.dispose]();
    for (const { timer } of this.#refused.values()) clearTimeout(timer);
  }

  #look(): void {
    this.gate.look();
    if (this.#redis !== "up") this.#ears.onCutOff();
  }

  #noteOwn(trouble: JournalTrouble | null): void {
    this.#own = trouble;
    if (trouble === null) this.#ears.tell("info", `The journal of ${this.#place} can be written.`);
    else this.#ears.tell("warning", explainJournalTrouble(trouble, this.#place));
    this.#changed();
  }

  #askAgain(place: string): void {
    const refused = this.#refused.get(place);
    if (refused === undefined) return;
    const timer = setTimeout(() => this.#forget(place), FORGOTTEN_MS);
    this.#refused.set(place, { ...refused, isHeld: false, timer });
    this.#changed();
  }

  #forget(place: string): void {
    this.#refused.delete(place);
    // The coordinator's own, which is not: it tells itself when that can be written.
    const isOwnsToTell = place === this.#place && this.#own !== null;
    if (!isOwnsToTell) this.#ears.tell("info", `The journal of ${place} can be written.`);
    this.#changed();
  }

  #changed(): void {
    const [first] = this.#refused.values();
    this.#ears.onHealth(this.#own ?? first?.trouble ?? "good");
    const held = [...this.#refused.values()].filter(({ isHeld }) => isHeld);
    const holds = new Map<string, Hold>(this.#busy.held().map((fixture) => [fixture, "busy"]));
    const ofJournal =
      this.#own === null ? held.flatMap(({ fixtures }) => fixtures) : this.#fixtures();
    for (const fixture of ofJournal) holds.set(fixture, "journal");
    if (this.#redis !== "up") for (const fixture of this.#fixtures()) holds.set(fixture, "redis");
    this.#ears.onHolds(holds);
  }
}
