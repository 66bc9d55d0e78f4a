import type { Redis } from "ioredis";
import { startBeating } from "./beat.ts";
import { farewell } from "./connection.ts";
import type { Keys } from "./keys.ts";
import type { SessionMark } from "./session-mark.ts";
import type { DispatchTimings } from "./timings.ts";
import { settledWithin } from "./waiting.ts";

const STOP_MS = 1000;

/** Said to the dashboards by a session whose Redis takes no sign of life: it is full, or read-only. */
export const ALIVE = "alive";

/** Keeps a coordinator's session alive. Disposal ends it at once. */
export interface SessionKeeper extends AsyncDisposable {
  /** From now on its workers abort its runs and refuse its jobs; those cut off, once Redis is back. Does not wait for that. */
  stop(): Promise<void>;
  /** Puts its sign of life back by that connection where Redis has lost it: a job sent on it next finds it there. */
  putBack(by: Redis): Promise<void>;
}

/** Begins a session; it is alive when this resolves. `onLapse`: it had run out, as by a leap of the server's clock. */
export const keepSession = async (
  redis: Redis,
  keys: Keys,
  session: string,
  own: Pick<SessionMark, "version" | "scope">,
  timings: DispatchTimings,
  onLapse: () => void,
): Promise<SessionKeeper> => {
  let mark: SessionMark = { mode: "running", ...own };
  const write = async (): Promise<string | null> => {
    const text = JSON.stringify(mark);
    const before = await redis.set(keys.session(session), text, "PX", timings.lifeMs, "GET");
    await redis.sadd(keys.sessions, session);
    return before;
  };
  const renew = async (): Promise<void> => {
    try {
      if ((await write()) === null) onLapse();
    } catch (error) {
      await redis.publish(keys.lineEvents(session), ALIVE);
      throw error;
    }
  };
  await write();
  const beating = startBeating(renew, timings.heartbeatMs);
  return {
    stop: async () => {
      mark = { mode: "stopping", ...own };
      await settledWithin(write(), STOP_MS);
    },
    putBack: async (by) => {
      const text = JSON.stringify(mark);
      const put = await by.set(keys.session(session), text, "PX", timings.lifeMs, "NX");
      if (put !== null) onLapse();
    },
    [Symbol.asyncDispose]: async () => {
      beating[Symbol.dispose]();
      await farewell(redis, () => redis.del(keys.session(session)));
    },
  };
};
