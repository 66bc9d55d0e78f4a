import { LineCrew } from "../../../apps/coordinator/line/line-crew.ts";
import type { Line } from "../../../apps/coordinator/line/open-line.ts";
import type { Dispatch, NestReport, WorkerChange } from "../../../libs/dispatch/dispatch.ts";
import { Listeners } from "../../../libs/dispatch/listeners.ts";
import type { JobAnswer, RunJob, WorkerHello } from "../../../libs/dispatch/messages.ts";
import type { RunEvent } from "../../../libs/run/run-event.ts";
import type { OperatorCommand } from "../../../libs/station/station-event.ts";

/** A job that reached a worker's queue. */
interface ReachedJob {
  readonly worker: string;
  readonly job: RunJob;
}

/** A line of which a test plays Redis and the workers. */
export interface StandInLine {
  readonly line: Line;
  readonly jobs: readonly ReachedJob[];
  /** Resolves with the job that is the `count`th to reach a worker. */
  untilJob(count: number): Promise<ReachedJob>;
  answer(answer: JobAnswer): void;
  tell(event: RunEvent): void;
  /** A worker's nest has news. */
  report(report: NestReport): void;
  command(command: OperatorCommand): void;
  /** The next so many jobs are not taken, though Redis is there. */
  refuseJobs(count: number): void;
  /** The worker's process ends, and none is started in its place. */
  endWorker(worker: string): void;
  /** The worker's signs of life have ended. */
  loseWorker(worker: string): void;
  /** A worker gives a sign of life: one of the line, unless changed. */
  bringWorker(worker: string, change?: Partial<WorkerHello>): void;
  /** The line's own Redis ends for good. */
  endRedis(lastWords: string): void;
  /** Redis has forgotten what it was given. */
  forgetAll(): void;
  /** Simulated boards are on their way to their nests until they are laid there. `asked`: one was asked for. */
  holdBoards(): { readonly asked: Promise<void>; readonly lay: () => void };
  /** The simulator of its virtual boards ends. */
  endSimulator(lastWords: string): void;
  /** Whether the workers were asked to end. */
  readonly isStopped: boolean;
}

/** A line with a worker per entry: its name and its fixtures. */
export const standInLine = (
  fixturesOf: Readonly<Record<string, readonly string[]>>,
  simulated: readonly string[] = [],
) => {
  const jobs: ReachedJob[] = [];
  const hopes: { readonly count: number; readonly resolve: (job: ReachedJob) => void }[] = [];
  const answers = new Listeners<JobAnswer>();
  const nests = new Listeners<NestReport>();
  const events = new Listeners<RunEvent>();
  const commands = new Listeners<OperatorCommand>();
  const nobody = { [Symbol.dispose]: () => undefined };
  const losses = new Listeners<void>();
  let load = async (): Promise<void> => undefined;
  let refusals = 0;
  let isStopped = false;

  const workers = Object.entries(fixturesOf).map(([worker, fixtures], index) => {
    const hello: WorkerHello = {
      worker,
      station: "station",
      jig: "jig",
      pid: index + 1,
      program: "test",
      life: "owned",
      journal: "station (/data)",
      fixtures,
    };
    return hello;
  });
  const crew = new LineCrew(
    () => "take",
    () => undefined,
  );
  for (const hello of workers) crew.meet(hello);
  const changes = new Listeners<WorkerChange>();
  const living = new Map(workers.map((hello) => [hello.worker, hello]));
  const ended = new Listeners<string>();
  const givenUp = new Listeners<readonly string[]>();
  const helloOf = (name: string): WorkerHello => {
    const hello = workers.find(({ worker }) => worker === name);
    if (hello === undefined) throw new Error(`no worker ${name}`);
    return hello;
  };
  const redis = Promise.withResolvers<string>();
  const simulator = Promise.withResolvers<string>();
  const virtual: Line["virtual"] = {
    jig: { jig: "jig", trigger: "auto", fixtures: [] },
    fixtures: new Set(simulated),
    ended: simulator.promise,
    load: () => load(),
    shelve: async () => undefined,
    loadShelved: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };

  const dispatch: Dispatch = {
    send: async (worker, job) => {
      if (refusals > 0) {
        refusals -= 1;
        throw new Error("no answer in time");
      }
      jobs.push({ worker, job });
      for (const { count, resolve } of hopes) {
        const reached = jobs[count - 1];
        if (reached !== undefined) resolve(reached);
      }
    },
    onAnswer: (listener) => answers.add(listener),
    takeRecords: () => nobody,
    inquire: async () => new Map(),
    stopRuns: async () => undefined,
    workers: () => [...living.values()],
    strangers: () => [],
    leaseOf: () => undefined,
    onWorker: (listener) => changes.add(listener),
    nests: () => [],
    onNest: (listener) => nests.add(listener),
    onEvent: (listener) => events.add(listener),
    publish: () => undefined,
    saveSnapshot: () => undefined,
    storeImage: async () => undefined,
    onCommand: (listener) => commands.add(listener),
    state: () => "up",
    onState: () => nobody,
    onForgotten: (listener) => losses.add(listener),
    onTrouble: () => nobody,
    [Symbol.asyncDispose]: async () => undefined,
  };
  const standIn: StandInLine = {
    line: {
      dispatch,
      redisUrl: "unix:/nowhere",
      redisEnded: redis.promise,
      crew,
      notices: [],
      keepWorkers: (ears) => {
        ended.add(ears.onEnded);
        givenUp.add((fixtures) => ears.onGivenUp(fixtures, "its worker died"));
      },
      virtual: simulated.length > 0 ? virtual : undefined,
      stopWorkers: async () => {
        isStopped = true;
        for (const { worker } of workers) ended.tell(worker);
      },
      [Symbol.asyncDispose]: async () => undefined,
    },
    jobs,
    untilJob: (count) => {
      const { promise, resolve } = Promise.withResolvers<ReachedJob>();
      const reached = jobs[count - 1];
      if (reached === undefined) hopes.push({ count, resolve });
      else resolve(reached);
      return promise;
    },
    answer: (answer) => answers.tell(answer),
    tell: (event) => events.tell(event),
    report: (report) => nests.tell(report),
    command: (command) => commands.tell(command),
    refuseJobs: (count) => {
      refusals = count;
    },
    endWorker: (name) => {
      ended.tell(name);
      givenUp.tell(helloOf(name).fixtures);
    },
    loseWorker: (name) => {
      living.delete(name);
      changes.tell({ kind: "lost", hello: helloOf(name) });
    },
    bringWorker: (name, change = {}) => {
      const hello = { ...helloOf(name), ...change };
      living.set(hello.worker, hello);
      changes.tell({ kind: "hello", hello });
    },
    endRedis: (lastWords) => redis.resolve(lastWords),
    forgetAll: () => losses.tell(),
    holdBoards: () => {
      const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
      const { promise: laid, resolve: lay } = Promise.withResolvers<void>();
      load = () => {
        ask();
        return laid;
      };
      return { asked, lay };
    },
    endSimulator: (lastWords) => simulator.resolve(lastWords),
    get isStopped() {
      return isStopped;
    },
  };
  return standIn;
};
