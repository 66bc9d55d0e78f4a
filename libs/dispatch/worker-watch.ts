import type { Redis } from "ioredis";
import type { NestNews } from "../station/nest-news.ts";
import { startBeating } from "./beat.ts";
import type { NestReport, WorkerChange } from "./dispatch.ts";
import type { Keys } from "./keys.ts";
import { readLiving } from "./living.ts";
import { type SignOfLife, signOfLifeSchema, strangerSchema } from "./message-schemas.ts";
import type { WorkerHello } from "./messages.ts";
import { parseMessage } from "./parse-message.ts";
import { explainStranger, type Stranger } from "./stranger.ts";
import type { DispatchTimings } from "./timings.ts";
import { canWork, type Version } from "./version.ts";

/** Who serves fixtures at the moment, by their signs of life. */
export interface WorkerWatch extends Disposable {
  workers(): readonly WorkerHello[];
  /** Workers that are there and of a version this one cannot work with: none of `workers()`. */
  strangers(): readonly Stranger[];
  /** What their nests said last. */
  nests(): readonly NestReport[];
  /** The number under which a worker has a fixture, as it said last; undefined if it has not, or is not known. */
  leaseOf(worker: string, fixture: string): number | undefined;
  /** Looks at once, because a worker said that it came, leaves, or has news of its nests. */
  lookNow(): void;
  /** Redis was away: signs of life have run out meanwhile and say nothing. */
  forgive(): void;
}

/** Who is told what the watch sees. */
export interface WorkerWatcher {
  readonly onWorker: (change: WorkerChange) => void;
  readonly onNest: (report: NestReport) => void;
  /** Told once of each, until it is gone. */
  readonly onStranger: (stranger: Stranger) => void;
}

/** What a watch works with. */
export interface WorkerWatchParts {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly timings: DispatchTimings;
  /** The coordinator's. */
  readonly version: Version;
  /** Keys of its session that are there: without one Redis has lost it, or its clock leapt, and a worker's silence says nothing. */
  readonly marks: readonly string[];
}

interface KnownWorker {
  readonly hello: WorkerHello;
  readonly leases: Readonly<Record<string, number>>;
  /** By fixture, as JSON: what is the same text is no news. */
  readonly nests: Map<string, string>;
  readonly news: readonly NestNews[];
}

/** The fixtures that are its own: another worker may have taken one over. */
const offerOf = ({ hello, leases }: SignOfLife): WorkerHello => ({
  ...hello,
  fixtures: hello.fixtures.filter((fixture) => Object.hasOwn(leases, fixture)),
});

/** Watches the workers and tells every change. */
export const watchWorkers = (
  { redis, keys, timings, version, marks }: WorkerWatchParts,
  { onWorker, onNest, onStranger }: WorkerWatcher,
): WorkerWatch => {
  const known = new Map<string, KnownWorker>();
  const strangers = new Map<string, Stranger>();
  let forgivenUntil = 0;
  let lookedAt = performance.now();
  const forgive = (): void => {
    forgivenUntil = performance.now() + timings.lifeMs;
  };

  /** Whether it is one to work with. */
  const admits = (worker: string, text: string): boolean => {
    const sign = parseMessage(strangerSchema, text);
    if (sign === undefined || sign.hello.worker !== worker) return false;
    const { jig, fixtures, program } = sign.hello;
    const theirs = { protocol: sign.protocol, program };
    if (canWork(theirs, version)) return true;
    if (strangers.has(worker)) return false;
    const why = explainStranger(sign.hello, theirs, version);
    strangers.set(worker, { worker, jig, fixtures, why });
    onStranger({ worker, jig, fixtures, why });
    return false;
  };
  const meet = (worker: string, text: string): void => {
    if (!admits(worker, text)) return;
    const sign = parseMessage(signOfLifeSchema, text);
    if (sign === undefined) return;
    const { leases, nests: news } = sign;
    const hello = offerOf(sign);
    const before = known.get(worker);
    const nests = before?.nests ?? new Map<string, string>();
    known.set(worker, { hello, leases, nests, news });
    const had = before?.hello.fixtures ?? [];
    const gained = hello.fixtures.filter((fixture) => !had.includes(fixture));
    if (before === undefined || gained.length > 0) {
      onWorker({ kind: "hello", hello: { ...hello, fixtures: gained } });
    }
    for (const nest of news) {
      const told = JSON.stringify(nest);
      if (nests.get(nest.fixture) === told) continue;
      nests.set(nest.fixture, told);
      onNest({ worker, news: nest });
    }
  };
  const lose = (worker: string): void => {
    const hello = known.get(worker)?.hello;
    if (hello === undefined) return;
    known.delete(worker);
    onWorker({ kind: "lost", hello });
  };
  const look = async (): Promise<void> => {
    const living = await readLiving(redis, keys.workers, keys.worker);
    const isForgotten = (await redis.exists(...marks)) < marks.length;
    // Nobody could give a sign of life while Redis, or this process, stood still.
    const isLate = performance.now() - lookedAt > timings.lifeMs / 2;
    lookedAt = performance.now();
    if (isForgotten || isLate) forgive();
    for (const [worker, text] of living) meet(worker, text);
    if (performance.now() < forgivenUntil) return;
    for (const worker of [...known.keys()]) if (!living.has(worker)) lose(worker);
    for (const worker of [...strangers.keys()]) if (!living.has(worker)) strangers.delete(worker);
  };
  const beating = startBeating(look, timings.heartbeatMs);
  return {
    workers: () => [...known.values()].map(({ hello }) => hello),
    strangers: () => [...strangers.values()],
    nests: () =>
      [...known.entries()].flatMap(([worker, { news }]) =>
        news.map((nest) => ({ worker, news: nest })),
      ),
    leaseOf: (worker, fixture) => known.get(worker)?.leases[fixture],
    lookNow: () => void look().catch(() => undefined),
    forgive,
    [Symbol.dispose]: () => beating[Symbol.dispose](),
  };
};
