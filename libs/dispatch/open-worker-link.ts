import { explainToEngineer } from "../failure/explain.ts";
import type { RunEvent } from "../run/run-event.ts";
import type { NestNews } from "../station/nest-news.ts";
import type { RedisHealth } from "../station/redis-health.ts";
import { AnswerOutbox } from "./answer-outbox.ts";
import { startBeating } from "./beat.ts";
import {
  checkServer,
  closeRedis,
  connectRedis,
  stateOf,
  untilUp,
  watchState,
} from "./connection.ts";
import { throwUnusable } from "./explain-unusable.ts";
import { claimFixtures, type OnLeaseLost } from "./fixture-claims.ts";
import { JobDesk, type RunBoard } from "./job-desk.ts";
import { serveQueue } from "./job-queue.ts";
import { keysOf } from "./keys.ts";
import { Listeners } from "./listeners.ts";
import { loadImage } from "./load-image.ts";
import type { WorkerHello } from "./messages.ts";
import { makePresence } from "./presence.ts";
import { ProgressThrottle } from "./progress-throttle.ts";
import { openRecordPost } from "./record-post.ts";
import { parseRedisUrl } from "./redis-url.ts";
import { watchServer } from "./server-watch.ts";
import { readStopping, refuseSession } from "./session-check.ts";
import { DISPATCH_TIMINGS, type DispatchTimings } from "./timings.ts";
import { PROTOCOL } from "./version.ts";
import { unlessAborted } from "./waiting.ts";
import type { WorkerLink } from "./worker-link.ts";

/** How a worker process takes part. */
export interface WorkerLinkOptions {
  /** As `parseRedisUrl` reads it. */
  readonly url: string;
  readonly hello: WorkerHello;
  readonly run: RunBoard;
  /** What its nests' wires say at the moment; asked for each sign of life. */
  readonly nests?: () => readonly NestNews[];
  /** As the coordinator's. */
  readonly prefix?: string;
  /** Aborts all runs; jobs are refused from then on. */
  readonly signal?: AbortSignal;
  /** For people: a lost lock, a job that could not be read, a run without an answer. */
  readonly onTrouble?: (text: string) => void;
  readonly timings?: Partial<DispatchTimings>;
}

/**
 * Claims the worker's fixtures and begins to serve them. Throws InputError for a bad address,
 * StationError for a Redis that cannot be used or a fixture that another live worker serves.
 */
export const openWorkerLink = async (options: WorkerLinkOptions): Promise<WorkerLink> => {
  const { url, hello, run, nests = () => [] } = options;
  const { signal = new AbortController().signal, onTrouble: trouble = () => undefined } = options;
  const timings = { ...DISPATCH_TIMINGS, ...options.timings };
  const address = parseRedisUrl(url);
  const keys = keysOf(options.prefix ?? address.prefix);

  await using opening = new AsyncDisposableStack();
  const redis = opening.adopt(connectRedis(address, "patient"), closeRedis);
  await untilUp(redis, address.label, timings.openMs);
  await checkServer(redis, address.label);
  const lost: { tell?: OnLeaseLost } = {};
  const claims = opening.use(
    await claimFixtures(redis, keys, hello, timings, (...loss) => lost.tell?.(...loss)).catch(
      throwUnusable(address.label),
    ),
  );

  const states = new Listeners<RedisHealth>();
  const watch = opening.use(
    watchServer({ address, connections: [redis], timings }, (health) => states.tell(health)),
  );
  watchState([redis], (state) => {
    if (state === "away") void watch.askWhyAway();
  });
  const outbox = new AnswerOutbox(redis, keys);
  const throttle = new ProgressThrottle(timings.progressMs);
  const say = () => ({ leases: claims.leases(), nests: nests() });
  const presence = makePresence(redis, keys, hello, say, timings);
  const version = { protocol: PROTOCOL, program: hello.program };
  const desk = new JobDesk({
    fixtures: hello.fixtures,
    run,
    refuseSession: (session) => refuseSession({ redis, keys, timings, version }, session),
    claims,
    deliver: (address, answer) => outbox.deliver(address, answer),
    trouble,
    signal,
  });
  lost.tell = (fixture, error) => {
    trouble(`${fixture}: ${explainToEngineer(error.failure)}`);
    desk.lose(fixture, error);
  };
  const beat = async (): Promise<void> => {
    await watch.attempt(async () => {
      await claims.renew();
      await presence.renew();
    });
    for (const session of await readStopping(redis, keys, desk.sessions())) desk.stop(session);
  };
  await beat();
  opening.defer(() => presence.sayGoodbye());
  opening.use(startBeating(beat, timings.heartbeatMs));
  const queue = serveQueue(redis, keys, hello, timings, {
    take: (data) => desk.take(data),
    trouble,
  });
  opening.defer(async () => {
    await desk.close();
    await outbox.close(timings.farewellMs);
    await queue.close();
    await queue.remove();
  });
  await presence.sayHello();

  const open = opening.move();
  return {
    loadImage: (sha256, until) => unlessAborted(loadImage(redis, keys, timings, sha256), until),
    report: (event) => {
      const session = desk.sessionOf(event.fixture, event.run);
      const away = stateOf(redis) === "away";
      if (session === undefined || (away && mayBeLost(event))) return;
      if (!throttle.admits(event, performance.now())) return;
      redis.publish(keys.runEvents(session), JSON.stringify(event)).catch(() => undefined);
    },
    tellNests: () => {
      // Both go out in this order at once, or with the next sign of life.
      if (stateOf(redis) === "away") return;
      void presence.renew().catch(() => undefined);
      void presence.sayHello().catch(() => undefined);
    },
    records: openRecordPost(redis, keys),
    onState: (listener) => states.add(listener),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
};

/** Of such news the next is as good. */
const mayBeLost = ({ kind }: RunEvent): boolean => kind === "step-progress" || kind === "log-lines";
