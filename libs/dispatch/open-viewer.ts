import type { RedisTrouble } from "../station/redis-health.ts";
import type { StationEvent } from "../station/station-event.ts";
import { startBeating } from "./beat.ts";
import {
  checkServer,
  closeRedis,
  connectRedis,
  stateOf,
  untilUp,
  watchState,
} from "./connection.ts";
import { keysOf } from "./keys.ts";
import { Listeners } from "./listeners.ts";
import { parseRedisUrl } from "./redis-url.ts";
import { watchServer } from "./server-watch.ts";
import { SessionFollower } from "./session-follower.ts";
import { DISPATCH_TIMINGS, type DispatchTimings } from "./timings.ts";
import type { Version } from "./version.ts";
import type { Viewer, ViewerHealth } from "./viewer.ts";

/** What a dashboard looks at. */
export interface ViewerOptions {
  /** As `parseRedisUrl` reads it. */
  readonly url: string;
  /** As the coordinator's. */
  readonly prefix?: string;
  readonly timings?: Partial<DispatchTimings>;
}

/**
 * Begins to watch; there need be no coordinator yet. Throws InputError for a bad address,
 * StationError for a Redis that cannot be used.
 */
export const openViewer = async (options: ViewerOptions): Promise<Viewer> => {
  const timings = { ...DISPATCH_TIMINGS, ...options.timings };
  const address = parseRedisUrl(options.url);
  const keys = keysOf(options.prefix ?? address.prefix);

  await using opening = new AsyncDisposableStack();
  const redis = opening.adopt(connectRedis(address, "patient"), closeRedis);
  const hearing = opening.adopt(connectRedis(address, "patient"), closeRedis);
  // A command that cannot be given now must not be given later.
  const commanding = opening.adopt(connectRedis(address, "prompt"), closeRedis);
  const connections = [redis, hearing, commanding];
  for (const each of connections) await untilUp(each, address.label, timings.openMs);
  await checkServer(redis, address.label);

  const snapshots = new Listeners<string>();
  const events = new Listeners<StationEvent>();
  const foreigns = new Listeners<Version>();
  const healths = new Listeners<ViewerHealth>();
  const follower = new SessionFollower(redis, hearing, keys, {
    onSnapshot: (json) => snapshots.tell(json),
    onEvent: (event) => events.tell(event),
    onForeign: (version) => foreigns.tell(version),
  });
  const health = (): ViewerHealth => ({
    redis: stateOf(...connections),
    line: follower.alive ? "running" : "silent",
  });
  let last = health();
  const tellHealth = (): void => {
    const now = health();
    if (now.redis === last.redis && now.line === last.line) return;
    last = now;
    healths.tell(now);
  };
  const troubles = new Listeners<RedisTrouble>();
  const server = opening.use(
    watchServer({ address, connections, timings }, (found) => {
      if (found !== "up") troubles.tell(found);
    }),
  );
  watchState(connections, (state) => {
    if (state === "up") {
      server.note("up");
      follower.startOver();
    } else void server.askWhyAway();
    tellHealth();
  });
  const look = async (): Promise<void> => {
    await follower.look();
    tellHealth();
    // Shows whether the server of a connection that only listens hangs.
    await hearing.ping();
  };
  opening.use(startBeating(look, timings.heartbeatMs));

  const open = opening.move();
  return {
    onSnapshot: (listener) => snapshots.add(listener),
    onEvent: (listener) => events.add(listener),
    onForeign: (listener) => foreigns.add(listener),
    health,
    onHealth: (listener) => healths.add(listener),
    onTrouble: (listener) => troubles.add(listener),
    sendCommand: async (command) => {
      if (follower.session === undefined) return "unheard";
      const channel = keys.commands(follower.session);
      const ears = await commanding.publish(channel, JSON.stringify(command)).catch(() => 0);
      return ears > 0 ? "heard" : "unheard";
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
};
