import { join, resolve } from "node:path";
import { ulid } from "ulid";
import { openRateMemory } from "../../libs/adapter-rates/open-rate-memory.ts";
import { systemClock } from "../../libs/clock/system-clock.ts";
import type { Lease } from "../../libs/dispatch/lease.ts";
import type { JobAnswer, RunJob } from "../../libs/dispatch/messages.ts";
import { openWorkerLink } from "../../libs/dispatch/open-worker-link.ts";
import { parseRedisUrl } from "../../libs/dispatch/redis-url.ts";
import type { WorkerLink } from "../../libs/dispatch/worker-link.ts";
import { findBackup } from "../../libs/dump/find-backup.ts";
import { guardNests } from "../../libs/guard/guard-nests.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { isWired, type Jig, type WiredJig } from "../../libs/jig/jig.ts";
import { panelLinesOf } from "../../libs/jig/panel-lines.ts";
import { readJig } from "../../libs/jig/read-jig.ts";
import { thisStation } from "../../libs/jig/read-station.ts";
import { selectFixtures } from "../../libs/jig/select-fixtures.ts";
import { closeInterrupted } from "../../libs/journal/close-interrupted.ts";
import { journalPlace } from "../../libs/journal/journal-place.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { DailyFile } from "../../libs/log/daily-file.ts";
import { keepPruned } from "../../libs/log/keep-pruned.ts";
import { openLog } from "../../libs/log/open-log.ts";
import { bootId } from "../../libs/process/boot-id.ts";
import { type Life, stopRequest } from "../../libs/process/stop-request.ts";
import type { RunEvent, RunIdentity } from "../../libs/run/run-event.ts";
import { explainRedisHealth } from "../../libs/station/redis-health.ts";
import type { SupplyGate } from "../../libs/supply/supply-gate.ts";
import { supplyGates } from "../../libs/supply/supply-gates.ts";
import { describeGpio } from "./describe-gpio.ts";
import { fenceFixture } from "./fence-fixture.ts";
import { watchForHands } from "./hand-in-nest.ts";
import { openImageCache } from "./image-cache.ts";
import { NestWatch } from "./nest-watch.ts";
import type { Panels } from "./open-panels.ts";
import { type BenchFixture, identityOf, performRun } from "./perform-run.ts";
import { createPlanCache } from "./plan-cache.ts";
import { watchPorts } from "./port-watch.ts";
import { RECORD_BUSY_MS, watchRecords } from "./record-watch.ts";
import { ServiceHealth } from "./service-health.ts";
import { takeNests } from "./take-nests.ts";
import { tellJig } from "./tell-jig.ts";
import type { WorkerNews } from "./worker-news.ts";

/** What a worker process serves, and for whom. */
export interface WorkerService {
  readonly jigPath: string;
  readonly redisUrl: string;
  readonly dataDir: string;
  /** Folder of the boards' backups; one in the data folder if absent. */
  readonly backupDir: string | undefined;
  /** Ids of the fixtures to serve, `F01,F02`; all of the jig if absent. */
  readonly only: string | undefined;
  /** Its name on Redis; a new one if absent. */
  readonly id: string | undefined;
  readonly program: string;
  readonly life: Life;
  /** Takes what it does, for a worker that nobody else tells of; must not throw. */
  readonly tell?: ((news: WorkerNews) => void) | undefined;
}

/**
 * Takes the fixtures, leaves their boards unpowered, closes what a crash left open, and serves jobs
 * until it is told to stop (or loses the process that started it). Then aborts what runs, records it,
 * and leaves every board unpowered again.
 * @returns the exit code.
 * @throws InputError, StationError, NameTakenError.
 */
export const serveJig = async (service: WorkerService): Promise<number> => {
  const { whole, jig, gates } = await readWiredJig(service);
  const { station, approval, logs: limits } = await thisStation();
  using journal = openJournal(service.dataDir, { mode: "write", busyMs: RECORD_BUSY_MS });
  const { journal: journalId } = journal.head();
  using stop = stopRequest(service.life);
  await using owned = new AsyncDisposableStack();

  const logs = join(service.dataDir, "logs");
  const log = openLog(logs, "worker", { program: service.program });
  using accounts = new DailyFile(logs, "runs");
  using _ = keepPruned(logs, limits, systemClock);
  const now = (): string => systemClock.date().toISOString();
  const running = new Map<string, RunIdentity>();
  const reporter: { link?: WorkerLink } = {};
  const ask = (fixture: string, instruction: string): void => {
    const identity = running.get(fixture);
    if (identity === undefined) return;
    const at = systemClock.date().toISOString();
    reporter.link?.report({ ...identity, at, kind: "operator-asked", instruction });
  };
  const onTrouble = (text: string): void => {
    log.warn({ text }, "trouble");
    process.stderr.write(`flashline: ${text}\n`);
  };
  const watch = new NestWatch(jig.fixtures.map(({ id }) => id));
  owned.use(
    watch.follow((news) => {
      log.info(news, "nest");
      reporter.link?.tellNests();
    }),
  );
  // Dismissed last, when the nests are given back.
  owned.use(await guardNests(jig, logs));
  const gpio = await describeGpio(jig.fixtures);
  if (gpio !== undefined) onTrouble(gpio);
  const { signal } = stop;
  const taking = { dataDir: service.dataDir, gates, signal, ask, onTrouble };
  const nests = await takeNests(jig.fixtures, taking).catch((error: unknown) => {
    if (signal.aborted) return undefined;
    throw error;
  });
  if (nests === undefined) return 0;
  const { fixtures, safe } = owned.use(nests);
  owned.use(
    await watchPorts(jig.fixtures, {
      clock: systemClock,
      onChange: (fixture, levels) => watch.change(fixture, levels),
      onTrouble,
    }),
  );
  const panels = await openPanelsOf(jig, watch, onTrouble);
  if (panels !== undefined) owned.use(panels);
  const backupDir = resolve(service.backupDir ?? join(service.dataDir, "backups"));
  closeInterrupted(journal, {
    ...{ station, fixtures: safe, now: new Date() },
    backupOf: (start) => findBackup(backupDir, start),
  });
  log.info({ pid: process.pid, fixtures: [...fixtures.keys()] }, "worker started");

  const boot = bootId();
  const hello = {
    worker: service.id ?? ulid(),
    station,
    jig: jig.jig,
    pid: process.pid,
    program: service.program,
    life: service.life,
    journal: await journalPlace(station, service.dataDir),
    journalId,
    ...(boot !== undefined && { boot }),
    fixtures: [...fixtures.keys()],
    jigFacts: await tellJig(whole, jig.fixtures),
  };
  const health = new ServiceHealth((news) => service.tell?.(news), now);
  const records = owned.use(
    watchRecords(
      { journal, dir: service.dataDir, runs: fixtures.size, place: hello.journal },
      { stop: stop.signal, onTrouble, onHealth: (journal) => health.noteJournal(journal) },
    ),
  );
  const planFor = createPlanCache(
    openImageCache({
      folder: join(service.dataDir, "images"),
      source: async (sha256) => reporter.link?.loadImage(sha256, stop.signal),
      onTrouble,
    }),
  );
  const bench = {
    station,
    approval,
    program: service.program,
    clock: systemClock,
    journal,
    journalId,
    ...records,
    fixtures,
    boards: fixtures.size,
    planFor,
    adapterOf: openRateMemory({ dataDir: service.dataDir, clock: systemClock, onTrouble }),
    backupDir,
    account: (line: string): void => accounts.write(line),
    report: (event: RunEvent): void => {
      reporter.link?.report(event);
      service.tell?.(event);
    },
  };
  const fence = (id: string, lease: Lease): ReadonlyMap<string, BenchFixture> => {
    const nest = fixtures.get(id);
    return new Map(nest && [[id, { ...nest, fixture: fenceFixture(nest.fixture, lease) }]]);
  };
  const run = async (job: RunJob, signal: AbortSignal, lease: Lease) => {
    const { fixture } = job;
    running.set(fixture, identityOf(job));
    panels?.begin(fixture);
    using _ = watch.beginRun(fixture);
    using hands = watchForHands(watch, fixture);
    let answer: JobAnswer | undefined;
    try {
      const fenced = { ...bench, fixtures: fence(fixture, lease) };
      answer = await performRun(fenced, job, AbortSignal.any([signal, hands.signal]));
      if (answer.kind === "refused") log.warn({ ...answer, serial: job.serial, fixture }, "job");
      return answer;
    } finally {
      panels?.end(fixture, answer);
    }
  };
  const link = await openWorkerLink({
    url: service.redisUrl,
    hello,
    run,
    nests: () => watch.all(),
    signal: stop.signal,
    onTrouble,
  });
  // Disposed first: what runs is recorded and answered before the nests are given up.
  owned.use(link);
  reporter.link = link;
  const { worker, pid, fixtures: served } = hello;
  const { label: redis, prefix } = parseRedisUrl(service.redisUrl);
  // The worker that `run` started writes the line's own journal, and `run` tells of its Redis.
  if (service.life === "standalone") {
    owned.use(
      link.onState((state) => {
        onTrouble(explainRedisHealth(state, redis));
        health.noteRedis(state);
      }),
    );
    const { bringRecords } = await import("./bring-records.ts");
    const { dataDir } = service;
    const { records: post } = link;
    owned.use(
      await bringRecords({
        ...{ journal, dataDir, station, post, clock: systemClock, onTrouble },
        way: `${prefix} on ${redis}`,
        ...{ fixtures: new Set(fixtures.keys()), running },
      }),
    );
  }
  service.tell?.({
    ...{ kind: "worker-started", at: now(), worker, pid, jig: jig.jig, redis, fixtures: served },
  });
  await stop.asked;
  service.tell?.({ kind: "worker-stopping", at: now() });
  log.info({ pid: process.pid }, "worker asked to stop");
  return 0;
};

interface ServedJig {
  /** With the nests that are not served here. */
  readonly whole: Jig;
  readonly jig: WiredJig;
  /** By fixture id. */
  readonly gates: ReadonlyMap<string, SupplyGate>;
}

/** Loaded only for jigs that have switches, lamps or a buzzer. */
const openPanelsOf = async (
  jig: WiredJig,
  watch: NestWatch,
  onTrouble: (text: string) => void,
): Promise<Panels | undefined> => {
  if (jig.buzzer === undefined && jig.fixtures.flatMap(panelLinesOf).length === 0) return undefined;
  const { openPanels } = await import("./open-panels.ts");
  return openPanels(jig, watch, { clock: systemClock, onTrouble });
};

const readWiredJig = async ({ jigPath, only }: WorkerService): Promise<ServedJig> => {
  const whole = await readJig(jigPath);
  const jig = only === undefined ? whole : selectFixtures(whole, only);
  const fixtures = jig.fixtures.filter(isWired);
  if (fixtures.length === jig.fixtures.length) {
    return { whole, jig: { ...jig, fixtures }, gates: supplyGates(whole, systemClock) };
  }
  throw new InputError(
    { source: jigPath, field: "fixtures" },
    "has virtual boards, which have no ports of their own.",
    "Use `npx flashline run`, or put them on ports with `npx flashline simulate`.",
  );
};
