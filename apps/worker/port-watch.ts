import { accessSync, constants, statSync } from "node:fs";
import type { Clock } from "../../libs/clock/clock.ts";
import { explainToEngineer } from "../../libs/failure/explain.ts";
import { type IdentifyAdapter, KnownAdapters } from "../../libs/fixture/known-adapters.ts";
import { portsOf, type WiredFixture } from "../../libs/jig/jig.ts";
import type { NestLevels } from "../../libs/station/nest-news.ts";

/** Ports of idle nests are closed: nothing tells of a pulled adapter unless somebody looks. */
const LOOK_EVERY_MS = 500;
/** udev needs a moment to give a port that came back to the group that may use it. */
const LOOKS_TO_SETTLE = 2;
/** One that stays closed to us is used all the same, and its run tells why. */
const LOOKS_FOR_ACCESS = 10;

/** What watching ports needs from its worker. */
export interface PortWatchParts {
  readonly clock: Clock;
  readonly onChange: (fixture: string, levels: Pick<NestLevels, "ports">) => void;
  /** For people: a name that leads to another adapter. */
  readonly onTrouble: (text: string) => void;
  /** From sysfs, unless other adapters take its place. */
  readonly identifyAdapter?: IdentifyAdapter;
}

/** Looks after the ports of a worker's nests, without opening any, until disposed. */
export const watchPorts = async (
  fixtures: readonly WiredFixture[],
  parts: PortWatchParts,
): Promise<Disposable> => {
  const known = new KnownAdapters(parts.identifyAdapter);
  const nests = fixtures.map((fixture) => new WatchedNest(fixture, known, parts));
  await Promise.all(nests.map((nest) => nest.begin()));
  let timer: Disposable;
  const look = (): void => {
    for (const nest of nests) nest.look();
    timer = parts.clock.after(LOOK_EVERY_MS, look);
  };
  timer = parts.clock.after(LOOK_EVERY_MS, look);
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
};

class WatchedNest {
  readonly #id: string;
  readonly #ports: readonly string[];
  readonly #known: KnownAdapters;
  readonly #parts: PortWatchParts;
  /** What stood behind the ports at the last look; undefined if one was missing. */
  #seen: string | undefined;
  #isHere = false;
  /** How often they were seen as they are now. */
  #looks = 0;
  #isChecking = false;
  /** What was told to lead to another adapter. */
  #refused: string | undefined;

  constructor(fixture: WiredFixture, known: KnownAdapters, parts: PortWatchParts) {
    this.#id = fixture.id;
    this.#ports = portsOf(fixture);
    this.#known = known;
    this.#parts = parts;
  }

  async begin(): Promise<void> {
    this.#seen = markOf(this.#ports);
    await Promise.all(this.#ports.map((port) => this.#known.check(port)));
    this.#tell(this.#seen === undefined ? "gone" : "here");
  }

  look(): void {
    const now = markOf(this.#ports);
    if (now !== this.#seen) {
      this.#seen = now;
      this.#looks = 0;
      // Also if it is back already: another adapter may be behind the name.
      this.#tell("gone");
    }
    if (this.#isHere || now === undefined) return;
    this.#looks += 1;
    const isReady = this.#ports.every(isOpenToUs) || this.#looks >= LOOKS_FOR_ACCESS;
    if (this.#looks >= LOOKS_TO_SETTLE && isReady && !this.#isChecking) void this.#welcome(now);
  }

  /** The ports are there again: whether they are the same, only sysfs tells. */
  async #welcome(mark: string): Promise<void> {
    this.#isChecking = true;
    const checks = await Promise.all(this.#ports.map((port) => this.#known.check(port)));
    this.#isChecking = false;
    if (this.#seen !== mark) return;
    const wrong = checks.find((failure) => failure !== undefined);
    if (wrong === undefined) return this.#tell("here");
    if (this.#refused !== mark) this.#parts.onTrouble(`${this.#id}: ${explainToEngineer(wrong)}`);
    this.#refused = mark;
  }

  #tell(ports: "here" | "gone"): void {
    this.#isHere = ports === "here";
    this.#parts.onChange(this.#id, { ports });
  }
}

/** Tells the devices behind names from those that take their place. No device is touched by it. */
const markOf = (ports: readonly string[]): string | undefined => {
  const marks = ports.map(deviceMark);
  return marks.includes(undefined) ? undefined : marks.join(" ");
};

const deviceMark = (port: string): string | undefined => {
  try {
    // By the file system alone, which holds no thread of the pool.
    const { dev, ino, rdev, ctimeMs } = statSync(port);
    return `${dev}:${ino}:${rdev}:${ctimeMs}`;
  } catch {
    return undefined;
  }
};

const isOpenToUs = (port: string): boolean => {
  try {
    accessSync(port, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
};
