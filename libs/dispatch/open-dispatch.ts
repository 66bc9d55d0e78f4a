import type { RunEvent } from "../run/run-event.ts";
import type { RedisHealth } from "../station/redis-health.ts";
import type { OperatorCommand } from "../station/station-event.ts";
import { readAnswers } from "./answer-reader.ts";
import { startBeating } from "./beat.ts";
import {
  checkServer,
  closeRedis,
  connectRedis,
  endRedis,
  farewell,
  untilUp,
  watchState,
} from "./connection.ts";
import type { Dispatch, NestReport, WorkerChange } from "./dispatch.ts";
import { throwUnusable } from "./explain-unusable.ts";
import { hearSession } from "./hear-session.ts";
import { ImageKeeper } from "./image-keeper.ts";
import { JobSender } from "./job-sender.ts";
import { keysOf } from "./keys.ts";
import { Listeners } from "./listeners.ts";
import type { JobAnswer } from "./messages.ts";
import { RecordInbox } from "./record-inbox.ts";
import { parseRedisUrl } from "./redis-url.ts";
import { watchRedis } from "./redis-watch.ts";
import { inquire } from "./run-inquiry.ts";
import { SentLeases } from "./sent-leases.ts";
import { keepSession } from "./session-keeper.ts";
import { SnapshotWriter } from "./snapshot-writer.ts";
import { DISPATCH_TIMINGS, type DispatchTimings } from "./timings.ts";
import { PROTOCOL } from "./version.ts";
import { watchWorkers } from "./worker-watch.ts";

/** Where a coordinator opens its session. */
export interface DispatchOptions {
  /** As `parseRedisUrl` reads it. */
  readonly url: string;
  /** The coordinator's life, ULID, new at each start. Dashboards follow the newest. */
  readonly session: string;
  /** This program's version: workers of another release are not used, and refuse its jobs. Absent: any release will do. */
  readonly program?: string;
  /** `line`: its lot takes all fixtures of the line; absent: those of its jig. */
  readonly scope?: "line";
  /** Of all keys, in place of the address's; workers and dashboards must use the same. */
  readonly prefix?: string;
  readonly timings?: Partial<DispatchTimings>;
  /** Ends the wait for a Redis that is away. */
  readonly signal?: AbortSignal;
}

/**
 * Opens a coordinator's session. Throws InputError for a bad address, StationError for a Redis that cannot be used, the
 * signal's reason when it is aborted before that is known.
 */
export const openDispatch = async (options: DispatchOptions): Promise<Dispatch> => {
  const { url, session, signal } = options;
  const timings = { ...DISPATCH_TIMINGS, ...options.timings };
  const address = parseRedisUrl(url);
  const keys = keysOf(options.prefix ?? address.prefix);

  await using opening = new AsyncDisposableStack();
  const connect = (patience: "patient" | "prompt") =>
    opening.adopt(connectRedis(address, patience), closeRedis);
  const redis = connect("patient");
  // Always in the middle of a long read, which nobody waits for at the end.
  const answering = opening.adopt(connectRedis(address, "patient"), endRedis);
  const hearing = connect("patient");
  const sending = connect("prompt");
  for (const each of [redis, sending]) {
    await untilUp(each, address.label, timings.openMs, signal);
  }
  await checkServer(redis, address.label);

  const answers = new Listeners<JobAnswer>();
  const changes = new Listeners<WorkerChange>();
  const nests = new Listeners<NestReport>();
  const events = new Listeners<RunEvent>();
  const commands = new Listeners<OperatorCommand>();
  const states = new Listeners<RedisHealth>();
  const losses = new Listeners<void>();
  const troubles = new Listeners<string>();

  const version = { protocol: PROTOCOL, program: options.program };
  const scope = options.scope === undefined ? {} : { scope: options.scope };
  const lapse: { tell?: () => void } = {};
  const keeper = opening.use(
    await keepSession(redis, keys, session, { version, ...scope }, timings, () =>
      lapse.tell?.(),
    ).catch(throwUnusable(address.label)),
  );
  const sender = opening.use(new JobSender(sending, keys, keeper));
  const images = opening.use(new ImageKeeper(redis, keys, timings));
  const snapshots = new SnapshotWriter(redis, keys.snapshot(session));
  const watch = opening.use(
    watchWorkers(
      { redis, keys, timings, version, marks: [keys.mark(session), keys.session(session)] },
      {
        onWorker: (change) => {
          if (change.kind === "lost") void sender.forget(change.hello.worker);
          changes.tell(change);
        },
        onNest: (report) => nests.tell(report),
        onStranger: (stranger) => troubles.tell(stranger.why),
      },
    ),
  );
  lapse.tell = () => watch.forgive();
  watchState([redis], (state) => {
    if (state === "up") watch.forgive();
  });
  const mark = keys.mark(session);
  opening.defer(() => farewell(redis, () => redis.del(mark)));
  const health = opening.use(
    await watchRedis(
      { address, redis, connections: [redis, sending], mark, timings },
      {
        onHealth: (state) => states.tell(state),
        onRefusal: () => watch.forgive(),
        onForgotten: () => {
          watch.forgive();
          snapshots.saveAgain();
          losses.tell();
        },
      },
    ),
  );
  opening.use(
    await hearSession(hearing, keys, session, timings, {
      onWorkerNews: () => watch.lookNow(),
      onEvent: (event) => events.tell(event),
      onCommand: (command) => commands.tell(command),
    }),
  );
  const sent = new SentLeases();
  void readAnswers(answering, keys, session, {
    judge: (answer, lease, delivery) => sent.judge(answer, lease, delivery),
    onAnswer: (answer) => answers.tell(answer),
    onForeign: () =>
      troubles.tell("An answer of a worker that did not have the fixture was thrown away."),
    onUnreadable: () =>
      troubles.tell(
        "A worker's answer could not be read. Is it of another version? Its journal has the record.",
      ),
  });

  const open = opening.move();
  return {
    send: (worker, job) => {
      const lease = sent.note(job.run, worker, watch.leaseOf(worker, job.fixture));
      return sender.send(worker, { ...job, lease });
    },
    onAnswer: (listener) => answers.add(listener),
    takeRecords: (desk) => {
      const onUnreadable = (): void =>
        troubles.tell(
          "A record that a worker brought could not be read. Is it of another version?",
        );
      const inbox = new RecordInbox(redis, keys, { desk, timings, onUnreadable });
      return startBeating(() => inbox.beat(), timings.heartbeatMs);
    },
    inquire: (journal, runs) => inquire(redis, keys, journal, runs),
    stopRuns: () => keeper.stop(),
    workers: () => watch.workers(),
    strangers: () => watch.strangers(),
    leaseOf: (worker, fixture) => watch.leaseOf(worker, fixture),
    onWorker: (listener) => changes.add(listener),
    nests: () => watch.nests(),
    onNest: (listener) => nests.add(listener),
    onEvent: (listener) => events.add(listener),
    publish: (event) => {
      redis.publish(keys.lineEvents(session), JSON.stringify(event)).catch(() => undefined);
    },
    saveSnapshot: (json) => snapshots.save(json),
    storeImage: (sha256, bytes) => images.store(sha256, bytes),
    onCommand: (listener) => commands.add(listener),
    state: () => health.health(),
    onState: (listener) => states.add(listener),
    onForgotten: (listener) => losses.add(listener),
    onTrouble: (listener) => troubles.add(listener),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
};
