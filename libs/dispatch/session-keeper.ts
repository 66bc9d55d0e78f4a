import type { Redis } from "ioredis";
import { startBeating } from "./beat.ts";
import { farewell } from "./connection.ts";
import type { Keys } from "./keys.ts";
import type { SessionMark } from "./session-mark.ts";
import type { DispatchTimings } from "./timings.ts";
import type { Version } from "./version.ts";
import { settledWithin } from "./waiting.ts";

const STOP_MS = 1000;

/** Keeps a coordinator's session alive. Disposal ends it at once. */
export interface SessionKeeper extends AsyncDisposable {
  /** From now on its workers abort its runs and refuse its jobs; those cut off, once Redis is back. Does not wait for that. */
  stop(): Promise<void>;
}

/** Begins a session; it is alive when this resolves. */
export const keepSession = async (
  redis: Redis,
  keys: Keys,
  session: string,
  version: Version,
  timings: DispatchTimings,
): Promise<SessionKeeper> => {
  let mark: SessionMark = { mode: "running", version };
  const renew = async (): Promise<void> => {
    await redis.set(keys.session(session), JSON.stringify(mark), "PX", timings.lifeMs);
    await redis.sadd(keys.sessions, session);
  };
  await renew();
  const beating = startBeating(renew, timings.heartbeatMs);
  return {
    stop: async () => {
      mark = { mode: "stopping", version };
      await settledWithin(renew(), STOP_MS);
    },
    [Symbol.asyncDispose]: async () => {
      beating[Symbol.dispose]();
      await farewell(redis, () => redis.del(keys.session(session)));
    },
  };
};
