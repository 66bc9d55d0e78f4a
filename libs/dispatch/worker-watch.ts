import type { Redis } from "ioredis";
import type { NestNews } from "../station/nest-news.ts";
import { startBeating } from "./beat.ts";
import type { NestReport, WorkerChange } from "./dispatch.ts";
import type { Keys } from "./keys.ts";
import { readLiving } from "./living.ts";
import { signOfLifeSchema } from "./message-schemas.ts";
import type { WorkerHello } from "./messages.ts";
import { parseMessage } from "./parse-message.ts";
import type { DispatchTimings } from "./timings.ts";

/** Who serves fixtures at the moment, by their signs of life. */
export interface WorkerWatch extends Disposable {
  workers(): readonly WorkerHello[];
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
}

interface KnownWorker {
  readonly hello: WorkerHello;
  readonly leases: Readonly<Record<string, number>>;
  /** By fixture, as JSON: what is the same text is no news. */
  readonly nests: Map<string, string>;
  readonly news: readonly NestNews[];
}

/** Watches the workers and tells every change. */
export const watchWorkers = (
  redis: Redis,
  keys: Keys,
  timings: DispatchTimings,
  { onWorker, onNest }: WorkerWatcher,
): WorkerWatch => {
  const known = new Map<string, KnownWorker>();
  let forgivenUntil = 0;

  const meet = (worker: string, text: string): void => {
    const sign = parseMessage(signOfLifeSchema, text);
    if (sign === undefined || sign.hello.worker !== worker) return;
    const { hello, leases, nests: news } = sign;
    const before = known.get(worker);
    const nests = before?.nests ?? new Map<string, string>();
    known.set(worker, { hello, leases, nests, news });
    if (before === undefined) onWorker({ kind: "hello", hello });
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
    for (const [worker, text] of living) meet(worker, text);
    if (performance.now() < forgivenUntil) return;
    for (const worker of [...known.keys()]) if (!living.has(worker)) lose(worker);
  };
  const beating = startBeating(look, timings.heartbeatMs);
  return {
    workers: () => [...known.values()].map(({ hello }) => hello),
    nests: () =>
      [...known.entries()].flatMap(([worker, { news }]) =>
        news.map((nest) => ({ worker, news: nest })),
      ),
    leaseOf: (worker, fixture) => known.get(worker)?.leases[fixture],
    lookNow: () => void look().catch(() => undefined),
    forgive: () => {
      forgivenUntil = performance.now() + timings.lifeMs;
    },
    [Symbol.dispose]: () => beating[Symbol.dispose](),
  };
};
