import { mkdir, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ulid } from "ulid";
import type { Dispatch } from "../../libs/dispatch/dispatch.ts";
import type { WorkerHello } from "../../libs/dispatch/messages.ts";
import { openDispatch } from "../../libs/dispatch/open-dispatch.ts";
import { startPrivateRedis } from "../../libs/dispatch/private-redis.ts";
import { redisEnvironment } from "../../libs/dispatch/redis-environment.ts";
import { printable } from "../../libs/failure/printable.ts";
import { StationError } from "../../libs/failure/station-error.ts";
import { isVirtual, isWired, type Jig, type WiredJig } from "../../libs/jig/jig.ts";
import {
  type OwnProcess,
  type ProcessEnd,
  startProcess,
} from "../../libs/process/start-process.ts";
import {
  startVirtualBoards,
  type VirtualBoards,
} from "../../libs/simulator/start-virtual-boards.ts";
import type { LotRequest } from "./lot-request.ts";
import { refuseStrangers } from "./refuse-strangers.ts";
import { tellWaiting } from "./tell-waiting.ts";

/** Fixtures one worker process serves at most (design: isolation wants a few processes). */
const FIXTURES_PER_WORKER = 16;
/** Ports of libuv's pool beside the fixtures' own two. */
const SPARE_THREADS = 8;
/** A few heartbeats: a worker that is there has been heard by then. */
const LOOK_MS = 1500;
const WORKER_START_MS = 60_000;
const WORKER_STOP_MS = 15_000;

/** A worker process that serves some of the line's fixtures. */
export interface LineWorker {
  readonly hello: WorkerHello;
  /** How it ended, if this process started it. */
  readonly ended: Promise<ProcessEnd> | undefined;
}

/** Everything of a line that runs beside the coordinator. Disposal stops what was started. */
export interface Line extends AsyncDisposable {
  readonly dispatch: Dispatch;
  readonly redisUrl: string;
  /** Resolves with its last words when the line's private Redis has ended for good; a shared one is others' care. */
  readonly redisEnded: Promise<string>;
  readonly workers: readonly LineWorker[];
  /** The simulated boards, if the jig has any. */
  readonly virtual: VirtualBoards | undefined;
  /** Asks all workers to abort their runs, record them and end. */
  stopWorkers(): Promise<void>;
}

/**
 * Brings up Redis, simulated boards and workers, and waits until every fixture is served: by workers
 * that are on a shared Redis already, else by workers of its own.
 * @throws StationError, InputError; the signal's reason when it is aborted first.
 */
export const openLine = async (
  request: LotRequest,
  jig: Jig,
  session: string,
  signal: AbortSignal,
): Promise<Line> => {
  await using opening = new AsyncDisposableStack();
  const logs = join(request.dataDir, "logs");
  await mkdir(logs, { recursive: true });
  const redis =
    request.redisUrl === undefined
      ? opening.use(await startPrivateRedis())
      : { url: request.redisUrl, ended: new Promise<string>(() => undefined) };
  const redisUrl = redis.url;
  const dispatch = opening.use(
    await openDispatch({ url: redisUrl, session, program: request.program }),
  );

  const virtual = jig.fixtures.some(isVirtual)
    ? opening.use(
        await startVirtualBoards(jig, {
          jigPath: request.jigPath,
          speed: request.fast ? "instant" : "real",
          logFile: join(logs, "simulator.log"),
        }),
      )
    : undefined;
  const wired: WiredJig = virtual?.jig ?? {
    ...jig,
    fixtures: jig.fixtures.filter(isWired),
  };
  const jigPath = opening.adopt(await writeJig(wired, request.dataDir, session), (path) =>
    rm(path, { force: true }),
  );

  const there = request.redisUrl === undefined ? [] : await findWorkers(dispatch, wired);
  const served = new Set(there.flatMap(({ hello }) => hello.fixtures));
  const rest = { ...wired, fixtures: wired.fixtures.filter(({ id }) => !served.has(id)) };
  const { dataDir, backupDir } = request;
  // Said at once: workers are patient with who may be just ending.
  await tellWaiting(rest.fixtures, dataDir, (line) => {
    process.stderr.write(`flashline: ${printable(line)}\n`);
  });
  const started = startWorkers(rest, { jigPath, redisUrl, dataDir, backupDir, logs });
  const stopAll = async (): Promise<void> => {
    await Promise.all(started.map(({ process }) => process.stop(WORKER_STOP_MS)));
  };
  opening.defer(stopAll);
  const workers = [...there, ...(await awaitWorkers(dispatch, rest, started, logs, signal))];
  const open = opening.move();
  return {
    dispatch,
    redisUrl,
    redisEnded: redis.ended,
    workers,
    virtual,
    stopWorkers: async () => {
      await dispatch.stopRuns().catch(() => undefined);
      await stopAll();
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
};

/** On a shared Redis, those who serve fixtures of this jig for any coordinator, on any host. */
const findWorkers = async (dispatch: Dispatch, jig: WiredJig): Promise<LineWorker[]> => {
  await sleep(LOOK_MS);
  refuseStrangers(dispatch, jig);
  const ids = new Set(jig.fixtures.map(({ id }) => id));
  return dispatch
    .workers()
    .filter((hello) => hello.jig === jig.jig && hello.life === "standalone")
    .map((hello) => ({ ...hello, fixtures: hello.fixtures.filter((id) => ids.has(id)) }))
    .filter(({ fixtures }) => fixtures.length > 0)
    .map((hello) => ({ hello, ended: undefined }));
};

/** The jig as workers serve it: simulated nests by their ports. JSON is YAML. */
const writeJig = async (jig: WiredJig, dataDir: string, session: string): Promise<string> => {
  const folder = join(dataDir, "sessions");
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${session}-jig.yaml`);
  await writeFile(path, JSON.stringify(jig, undefined, 2));
  return path;
};

interface WorkerPlace {
  readonly jigPath: string;
  readonly redisUrl: string;
  readonly dataDir: string;
  readonly backupDir: string | undefined;
  readonly logs: string;
}

/** A worker that was started, by the name it takes on Redis: a process id may be in use on another host, too. */
interface StartedWorker {
  readonly id: string;
  readonly process: OwnProcess;
}

const startWorkers = (
  jig: WiredJig,
  { jigPath, redisUrl, dataDir, backupDir, logs }: WorkerPlace,
): StartedWorker[] =>
  shareOut(jig.fixtures.map(({ id }) => id)).map((ids, index) => {
    const id = ulid();
    const process = startProcess({
      args: [
        "worker",
        "--jig",
        jigPath,
        "--data",
        dataDir,
        ...(backupDir === undefined ? [] : ["--backup", backupDir]),
        "--only",
        ids.join(","),
        "--id",
        id,
        "--owned",
      ],
      logFile: join(logs, `worker-${index + 1}.log`),
      environment: {
        ...redisEnvironment(redisUrl),
        UV_THREADPOOL_SIZE: String(ids.length * 2 + SPARE_THREADS),
      },
    });
    return { id, process };
  });

/** One worker per 16 fixtures, at most one per core; each gets its share of neighbours. */
const shareOut = (ids: readonly string[]): string[][] => {
  const count = Math.max(
    1,
    Math.min(Math.ceil(ids.length / FIXTURES_PER_WORKER), availableParallelism()),
  );
  const share = Math.ceil(ids.length / count);
  return Array.from({ length: count }, (_, index) =>
    ids.slice(index * share, (index + 1) * share),
  ).filter((part) => part.length > 0);
};

/** Until every fixture has its worker; a worker that ends before, or never comes, is the station's fault. */
const awaitWorkers = async (
  dispatch: Dispatch,
  jig: WiredJig,
  started: readonly StartedWorker[],
  logs: string,
  signal: AbortSignal,
): Promise<LineWorker[]> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const ids = new Set(started.map(({ id }) => id));
  const own = (): WorkerHello[] => dispatch.workers().filter(({ worker }) => ids.has(worker));
  const look = (): void => {
    const served = new Set(own().flatMap(({ fixtures }) => fixtures));
    if (jig.fixtures.every(({ id }) => served.has(id))) resolve();
  };
  using _ = dispatch.onWorker(look);
  const timer = setTimeout(
    () =>
      reject(
        new StationError(
          `The workers did not come up in ${WORKER_START_MS / 1000} s; see ${logs}.`,
        ),
      ),
    WORKER_START_MS,
  );
  for (const { process } of started) {
    void process.ended.then((end) =>
      reject(new StationError(startFailure(end, process.lastWords(), logs))),
    );
  }
  const stop = (): void => reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  look();
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
  return own().map((hello) => ({
    hello,
    ended: started.find(({ id }) => id === hello.worker)?.process.ended,
  }));
};

const startFailure = (end: ProcessEnd, lastWords: string, logs: string): string =>
  lastWords === ""
    ? `A worker ended at its start (exit ${end.code ?? end.signal}); see ${logs}.`
    : lastWords.replace(/^flashline: (station error: )?/, "");
