import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Dispatch } from "../../../libs/dispatch/dispatch.ts";
import type { WorkerHello } from "../../../libs/dispatch/messages.ts";
import { openDispatch } from "../../../libs/dispatch/open-dispatch.ts";
import { startPrivateRedis } from "../../../libs/dispatch/private-redis.ts";
import { printable } from "../../../libs/failure/printable.ts";
import { StationError } from "../../../libs/failure/station-error.ts";
import { isVirtual, isWired, type WiredJig } from "../../../libs/jig/jig.ts";
import type { ProcessEnd } from "../../../libs/process/start-process.ts";
import {
  startVirtualBoards,
  type VirtualBoards,
} from "../../../libs/simulator/start-virtual-boards.ts";
import type { LotRequest } from "../prepare/lot-request.ts";
import type { PreparedLot } from "../prepare/prepare-lot.ts";
import { awaitAlone, expectAlone } from "./expect-alone.ts";
import { judgeNest } from "./judge-nest.ts";
import { type Admission, LineCrew } from "./line-crew.ts";
import type { OwnWorkers, OwnWorkersEars } from "./own-workers.ts";
import { refuseStrangers } from "./refuse-strangers.ts";
import { startOwnWorkers } from "./start-own-workers.ts";
import { tellWaiting } from "./tell-waiting.ts";

/** A few heartbeats: a worker that is there has been heard by then. */
const LOOK_MS = 1500;
const WORKER_START_MS = 60_000;
const WORKER_STOP_MS = 15_000;

/** Everything of a line that runs beside the coordinator. Disposal stops what was started. */
export interface Line extends AsyncDisposable {
  readonly dispatch: Dispatch;
  readonly redisUrl: string;
  /** Resolves with its last words when the line's private Redis has ended for good; a shared one is others' care. */
  readonly redisEnded: Promise<string>;
  /** Who serves its fixtures. */
  readonly crew: LineCrew;
  /** For people: what was there when it was opened and is not used, and why. */
  readonly notices: readonly string[];
  /** From now on workers of its own that die are started again, and that is told. */
  keepWorkers(ears: OwnWorkersEars): void;
  /** The simulated boards, if the jig has any. */
  readonly virtual: VirtualBoards | undefined;
  /** Asks all workers to abort their runs, record them and end. */
  stopWorkers(): Promise<void>;
}

/**
 * Brings up Redis, simulated boards and workers, and waits until every fixture of the jig is served: by workers
 * that are on a shared Redis already, else by workers of its own. Without a jig whoever is there is taken in.
 * @throws StationError, InputError; the signal's reason when it is aborted first.
 */
export const openLine = async (
  request: LotRequest,
  { jig, joining }: Pick<PreparedLot, "jig" | "joining">,
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
  const scope = joining === undefined ? "jig" : "line";
  const isShared = request.redisUrl !== undefined;
  if (isShared) await awaitAlone({ redisUrl, scope }, signal);
  const dispatch = opening.use(
    await openDispatch({
      ...{ url: redisUrl, session, program: request.program, signal },
      ...(scope === "line" && { scope }),
    }),
  );
  if (isShared) await expectAlone({ redisUrl, scope }, session, signal);
  const { jigPath: path } = request;
  const virtual =
    path !== undefined && jig.fixtures.some(isVirtual)
      ? opening.use(
          await startVirtualBoards(jig, {
            jigPath: path,
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

  const isTaken = new Set(wired.fixtures.map(({ id }) => id));
  const admit = (hello: WorkerHello, fixture: string): Admission => {
    if (joining !== undefined) return judgeNest(hello, fixture, { recipe: joining, request });
    const { worker, life, jig: name } = hello;
    if (own?.has(worker) === true) return "take";
    const isTheirs = life === "standalone" && name === jig.jig && isTaken.has(fixture);
    return isTheirs ? "take" : "leave";
  };
  const crew = new LineCrew(admit, (worker, fixture) => dispatch.leaseOf(worker, fixture));
  let own: OwnWorkers | undefined;
  const unused = request.redisUrl === undefined ? [] : await meetOthers(dispatch, wired, crew);
  const strangers = joining === undefined ? [] : dispatch.strangers().map(({ why }) => why);
  const fixtures = wired.fixtures.filter(({ id }) => crew.serverOf(id) === undefined);
  const { dataDir, backupDir } = request;
  // Said at once: workers are patient with who may be just ending.
  await tellWaiting(fixtures, dataDir, (line) => {
    process.stderr.write(`flashline: ${printable(line)}\n`);
  });
  const place = { jigPath, redisUrl, dataDir, backupDir, logs };
  const started = startOwnWorkers({ ...wired, fixtures }, place);
  own = started;
  const stopAll = (): Promise<void> => started.stop(WORKER_STOP_MS);
  opening.defer(stopAll);
  await awaitWorkers(dispatch, started, logs, signal);
  for (const hello of dispatch.workers()) if (started.has(hello.worker)) crew.meet(hello);
  const open = opening.move();
  return {
    dispatch,
    redisUrl,
    redisEnded: redis.ended,
    crew,
    notices: [...strangers, ...unused],
    keepWorkers: (ears) => started.keep(ears),
    virtual,
    stopWorkers: async () => {
      await dispatch.stopRuns().catch(() => undefined);
      await stopAll();
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
};

/** On a shared Redis some serve fixtures of this jig for any coordinator, on any host. */
const meetOthers = async (
  dispatch: Dispatch,
  jig: WiredJig,
  crew: LineCrew,
): Promise<readonly string[]> => {
  await sleep(LOOK_MS);
  refuseStrangers(dispatch, jig);
  return dispatch.workers().flatMap((hello) => crew.meet(hello).notices);
};

/** The jig as workers serve it: simulated nests by their ports. JSON is YAML. */
const writeJig = async (jig: WiredJig, dataDir: string, session: string): Promise<string> => {
  const folder = join(dataDir, "sessions");
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${session}-jig.yaml`);
  await writeFile(path, JSON.stringify(jig, undefined, 2));
  return path;
};

/** Until each is there; one that ends before, or never comes, is the station's fault. */
const awaitWorkers = async (
  dispatch: Dispatch,
  own: OwnWorkers,
  logs: string,
  signal: AbortSignal,
): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const look = (): void => {
    const there = new Set(dispatch.workers().map(({ worker }) => worker));
    if (own.workers().every(({ id }) => there.has(id))) resolve();
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
  for (const { process } of own.workers()) {
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
};

const startFailure = (end: ProcessEnd, lastWords: string, logs: string): string =>
  lastWords === ""
    ? `A worker ended at its start (exit ${end.code ?? end.signal}); see ${logs}.`
    : lastWords.replace(/^flashline: (station error: )?/, "");
