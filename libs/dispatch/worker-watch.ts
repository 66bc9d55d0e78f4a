import type { Redis } from "ioredis";
import { startBeating } from "./beat.ts";
import type { WorkerChange } from "./dispatch.ts";
import type { Keys } from "./keys.ts";
import { readLiving } from "./living.ts";
import { workerHelloSchema } from "./message-schemas.ts";
import type { WorkerHello } from "./messages.ts";
import { parseMessage } from "./parse-message.ts";
import type { DispatchTimings } from "./timings.ts";

/** Who serves fixtures at the moment, by their signs of life. */
export interface WorkerWatch extends Disposable {
  workers(): readonly WorkerHello[];
  /** Looks at once, because a worker said that it came or leaves. */
  lookNow(): void;
  /** Redis was away: signs of life have run out meanwhile and say nothing. */
  forgive(): void;
}

/** Watches the workers and tells every change. */
export const watchWorkers = (
  redis: Redis,
  keys: Keys,
  timings: DispatchTimings,
  tell: (change: WorkerChange) => void,
): WorkerWatch => {
  const known = new Map<string, WorkerHello>();
  let forgivenUntil = 0;

  const meet = (worker: string, text: string): void => {
    const hello = parseMessage(workerHelloSchema, text);
    if (hello === undefined || hello.worker !== worker) return;
    const isNew = !known.has(worker);
    known.set(worker, hello);
    if (isNew) tell({ kind: "hello", hello });
  };
  const lose = (worker: string): void => {
    const hello = known.get(worker);
    if (hello === undefined) return;
    known.delete(worker);
    tell({ kind: "lost", hello });
  };
  const look = async (): Promise<void> => {
    const living = await readLiving(redis, keys.workers, keys.worker);
    for (const [worker, text] of living) meet(worker, text);
    if (performance.now() < forgivenUntil) return;
    for (const worker of [...known.keys()]) if (!living.has(worker)) lose(worker);
  };
  const beating = startBeating(look, timings.heartbeatMs);
  return {
    workers: () => [...known.values()],
    lookNow: () => void look().catch(() => undefined),
    forgive: () => {
      forgivenUntil = performance.now() + timings.lifeMs;
    },
    [Symbol.dispose]: () => beating[Symbol.dispose](),
  };
};
