import type { RunEvent } from "../run/run-event.ts";
import type { NestNews } from "../station/nest-news.ts";
import type { RedisHealth } from "../station/redis-health.ts";
import type { OperatorCommand, StationEvent } from "../station/station-event.ts";
import type { JobAnswer, RunJob, WorkerHello } from "./messages.ts";
import type { RecordDesk, RunStanding } from "./record-mail.ts";
import type { Stranger } from "./stranger.ts";

/**
 * A worker came (or came back after it was taken for lost), or is gone. Of one that has fixtures again that another worker
 * had, those come with a hello of their own.
 */
export interface WorkerChange {
  readonly kind: "hello" | "lost";
  readonly hello: WorkerHello;
}

/** What a worker tells of one of its nests. */
export interface NestReport {
  readonly worker: string;
  readonly news: NestNews;
}

/** The coordinator's end of the queue. Listeners must not throw. Disposal ends the session. */
export interface Dispatch extends AsyncDisposable {
  /** Hands a run to a worker process. The same run may be sent again: it is never run twice by that
   * worker, and answered again. Rejects with StationError at once when Redis is away; if the connection broke in
   * mid-command the job may have been taken all the same. */
  send(worker: string, job: RunJob): Promise<void>;
  /** Told once per run, also when the answer was given while Redis was away. */
  onAnswer(listener: (answer: JobAnswer) => void): Disposable;
  /** Takes the records that workers bring for a journal, whatever session they are of, until disposed. */
  takeRecords(desk: RecordDesk): Disposable;
  /** Asks the workers that write a journal what became of runs; returns what they said since the last time.
   * Waits while Redis is away. */
  inquire(journal: string, runs: readonly string[]): Promise<ReadonlyMap<string, RunStanding>>;
  /** Asks the workers to abort this session's runs (within a heartbeat) and to refuse new ones. While Redis
   * is away it resolves after a second, and they are asked when it is back. Never rejects. */
  stopRuns(): Promise<void>;
  /** The workers alive. */
  workers(): readonly WorkerHello[];
  /** Workers that are there and of a version this one cannot work with; told of as troubles, too. */
  strangers(): readonly Stranger[];
  /** The number under which a worker has a fixture, as it said last; undefined if it has not. */
  leaseOf(worker: string, fixture: string): number | undefined;
  /** Tells changes from now on; who is there already is in `workers()`. */
  onWorker(listener: (change: WorkerChange) => void): Disposable;
  /** What the nests of the workers alive said last. */
  nests(): readonly NestReport[];
  /** Tells each change of a nest from now on, its worker known by then; what is missed comes with the next. */
  onNest(listener: (report: NestReport) => void): Disposable;
  /** What workers tell of this session's runs. May have gaps; the answer is the truth. */
  onEvent(listener: (event: RunEvent) => void): Disposable;
  /** Tells the dashboards. Run events reach them from the workers directly. */
  publish(event: StationEvent): void;
  /** What a dashboard that starts now begins with. Written as often as Redis takes it; the last one wins. */
  saveSnapshot(json: string): void;
  /** Keeps an image for the workers, under its SHA-256 in lower-case hex, and puts it back when Redis has lost it. */
  storeImage(sha256: string, bytes: Uint8Array): Promise<void>;
  onCommand(listener: (command: OperatorCommand) => void): Disposable;
  state(): RedisHealth;
  onState(listener: (state: RedisHealth) => void): Disposable;
  /** Redis has lost its data, or was away and may have older data, and works: jobs that were not answered are to be sent again. */
  onForgotten(listener: () => void): Disposable;
  /** For people: something from Redis could not be read, or is of another version. */
  onTrouble(listener: (text: string) => void): Disposable;
}
