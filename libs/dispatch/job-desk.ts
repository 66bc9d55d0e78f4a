import type { StepError } from "../failure/step-error.ts";
import type { AnswerAddress } from "./answer-outbox.ts";
import type { FixtureClaims } from "./fixture-claims.ts";
import type { Lease } from "./lease.ts";
import { jobSenderSchema, sentJobSchema } from "./message-schemas.ts";
import {
  FIXTURE_BUSY,
  type JobAnswer,
  type RunJob,
  type SentJob,
  WORKER_STOPPING,
} from "./messages.ts";

/** What does a worker's runs. Must not reject: a run that went wrong has a record of that. */
export type RunBoard = (job: RunJob, signal: AbortSignal, lease: Lease) => Promise<JobAnswer>;

/** What a job desk works with. */
export interface JobDeskParts {
  readonly fixtures: readonly string[];
  readonly run: RunBoard;
  /** Why jobs of a session are refused; undefined if they are not. */
  readonly refuseSession: (session: string) => Promise<string | undefined>;
  readonly claims: Pick<FixtureClaims, "renew" | "leases" | "takenBy" | "ensure">;
  readonly deliver: (address: AnswerAddress, answer: JobAnswer) => Promise<void>;
  readonly trouble: (text: string) => void;
  /** Aborts all runs, and refuses new ones. */
  readonly signal: AbortSignal;
}

interface Running {
  readonly job: SentJob;
  readonly stop: AbortController;
  readonly answer: Promise<JobAnswer | undefined>;
}

/** Answers kept per fixture, for runs that are sent again. */
const KEPT_PER_FIXTURE = 4;
const ASK_AGAIN_MS = 250;

/**
 * Decides what becomes of each job: refused, run, or answered again. A run is begun once only in
 * this desk's life, whatever the queue does; one fixture has one run at a time.
 */
export class JobDesk {
  readonly #parts: JobDeskParts;
  readonly #running = new Map<string, Running>();
  readonly #answers = new Map<string, Promise<JobAnswer | undefined>>();
  #closed = false;

  constructor(parts: JobDeskParts) {
    this.#parts = parts;
  }

  /**
   * Takes what came out of the queue; resolves when its answer is delivered, at once where it is running: it is
   * answered when that has ended, and a second wait would keep a slot of the queue from another fixture. Never rejects.
   */
  async take(data: unknown): Promise<void> {
    const parsed = sentJobSchema.safeParse(data);
    if (!parsed.success) return this.#refuseUnreadable(data);
    const job: SentJob = parsed.data;
    const dead = await this.#askRedis(job.session);
    if (this.#isRunning(job)) return;
    const known = this.#answers.get(job.run);
    if (known !== undefined) return this.#deliver(job, await known);
    const refusal = dead ?? this.#refusalOf(job);
    if (refusal !== undefined) {
      return this.#deliver(job, { kind: "refused", run: job.run, reason: refusal });
    }
    return this.#deliver(job, await this.#begin(job));
  }

  /** Whose run this is, if it is running. */
  sessionOf(fixture: string, run: string): string | undefined {
    const running = this.#running.get(fixture);
    return running?.job.run === run ? running.job.session : undefined;
  }

  /** The sessions with a run here. */
  sessions(): readonly string[] {
    return [...new Set([...this.#running.values()].map(({ job }) => job.session))];
  }

  /** Aborts the runs of a session. */
  stop(session: string): void {
    for (const { job, stop } of this.#running.values()) {
      if (job.session === session) stop.abort(new Error("The line was stopped."));
    }
  }

  /** Another worker took a fixture over: what runs there is not ours to do any more. */
  lose(fixture: string, error: StepError): void {
    this.#running.get(fixture)?.stop.abort(error);
  }

  /** Refuses all jobs from now on; resolves when the running ones have ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#running.values()].map(({ answer }) => answer));
  }

  /**
   * Why the session's jobs are refused, if they are, whose fixtures these are being known by then. This
   * process may have been stopped since it asked last, and a Redis in trouble says neither: it is asked again.
   */
  async #askRedis(session: string): Promise<string | undefined> {
    const { refuseSession, claims, signal } = this.#parts;
    for (;;) {
      const dead = await refuseSession(session);
      const isAsked = await claims.renew().then(
        () => true,
        () => false,
      );
      if (isAsked || dead !== undefined || this.#closed || signal.aborted) return dead;
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }

  /** Sent again by the one who waits for it, as it was: one answer is enough. */
  #isRunning({ run, fixture, session, lease }: SentJob): boolean {
    const running = this.#running.get(fixture)?.job;
    return running?.run === run && running.session === session && running.lease === lease;
  }

  #refusalOf(job: SentJob): string | undefined {
    const { fixtures, claims, signal } = this.#parts;
    if (this.#closed || signal.aborted) return WORKER_STOPPING;
    if (!fixtures.includes(job.fixture)) return "The worker does not serve this fixture.";
    if (this.#running.has(job.fixture)) return FIXTURE_BUSY;
    const taken = claims.takenBy(job.fixture);
    if (taken !== undefined) return `The fixture is served by ${taken}.`;
    if (claims.leases().get(job.fixture) === job.lease) return undefined;
    return "The job is late: the fixture was another worker's since it was sent.";
  }

  #begin(job: SentJob): Promise<JobAnswer | undefined> {
    const stop = new AbortController();
    const answer = this.#run(job, AbortSignal.any([stop.signal, this.#parts.signal]));
    this.#running.set(job.fixture, { job, stop, answer });
    this.#keep(job.run, answer);
    return answer;
  }

  async #run(job: SentJob, signal: AbortSignal): Promise<JobAnswer | undefined> {
    // Always later, so that the run is known before it does anything.
    await Promise.resolve();
    const { claims, run } = this.#parts;
    try {
      return await run(job, signal, { ensure: () => claims.ensure(job.fixture, job.lease) });
    } catch (error) {
      this.#parts.trouble(`Run ${job.run} ended without an answer: ${String(error)}`);
      return undefined;
    } finally {
      this.#running.delete(job.fixture);
    }
  }

  #keep(run: string, answer: Promise<JobAnswer | undefined>): void {
    this.#answers.set(run, answer);
    const [oldest] = this.#answers.keys();
    const max = KEPT_PER_FIXTURE * this.#parts.fixtures.length;
    if (this.#answers.size > max && oldest !== undefined) this.#answers.delete(oldest);
  }

  async #deliver(address: AnswerAddress, answer: JobAnswer | undefined): Promise<void> {
    if (answer !== undefined) await this.#parts.deliver(address, answer);
  }

  async #refuseUnreadable(data: unknown): Promise<void> {
    const sender = jobSenderSchema.safeParse(data);
    if (!sender.success) {
      this.#parts.trouble("A job that could not be read was thrown away.");
      return;
    }
    const why = await this.#parts.refuseSession(sender.data.session);
    const reason = why ?? "The worker cannot read the job.";
    return this.#deliver(sender.data, { kind: "refused", run: sender.data.run, reason });
  }
}
