import type { Redis } from "ioredis";
import { ulid } from "ulid";
import type { Keys } from "./keys.ts";
import type { JobAnswer } from "./messages.ts";

/** Fields of an answer's stream entry. The delivery tells a repeated write from a second answer. */
export const DELIVERY_FIELD = "delivery";
/** See DELIVERY_FIELD. */
export const ANSWER_FIELD = "answer";
/** The number under which the worker had the fixture when it did the run. See DELIVERY_FIELD. */
export const LEASE_FIELD = "lease";

/** An answer on its way: to which session, under which number the run was sent. */
export interface AnswerAddress {
  readonly session: string;
  readonly lease: number;
}

/** How long the answers to a coordinator that never comes for them are kept. */
const KEPT_SECONDS = 24 * 3600;
const RETRY_MS = 250;

/** Answers on their way to a session: each is kept and written again until Redis takes it. */
export class AnswerOutbox {
  readonly #redis: Redis;
  readonly #keys: Keys;
  /** One of each answer on its way: what all would wait for together would keep a trace of every one. */
  readonly #pending = new Set<PromiseWithResolvers<void>>();
  #isAbandoned = false;

  constructor(redis: Redis, keys: Keys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** Resolves when Redis has the answer, or all are abandoned. Never rejects. */
  async deliver(address: AnswerAddress, answer: JobAnswer): Promise<void> {
    const over = Promise.withResolvers<void>();
    this.#pending.add(over);
    void this.#write(address, answer).finally(over.resolve);
    await over.promise;
    this.#pending.delete(over);
  }

  /** Waits at most `limitMs` for all answers to be taken, then abandons the rest: the journal has them. */
  async close(limitMs: number): Promise<void> {
    const timer = setTimeout(() => this.#abandon(), limitMs);
    await Promise.all([...this.#pending].map(({ promise }) => promise));
    clearTimeout(timer);
    this.#abandon();
  }

  #abandon(): void {
    this.#isAbandoned = true;
    for (const { resolve } of this.#pending) resolve();
  }

  async #write({ session, lease }: AnswerAddress, answer: JobAnswer): Promise<void> {
    const stream = this.#keys.answers(session);
    const text = JSON.stringify(answer);
    const entry = [DELIVERY_FIELD, ulid(), LEASE_FIELD, `${lease}`, ANSWER_FIELD, text];
    while (!this.#isAbandoned) {
      try {
        await this.#redis.xadd(stream, "*", ...entry);
        await this.#redis.expire(stream, KEPT_SECONDS);
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}
