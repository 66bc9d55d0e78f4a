import type { Redis } from "ioredis";
import type { Keys } from "./keys.ts";
import { parseMessage } from "./parse-message.ts";
import { type RecordDesk, recordMessageSchema } from "./record-mail.ts";
import { RECORD_FIELD } from "./record-post.ts";
import type { DispatchTimings } from "./timings.ts";

/** Records that are read at once. */
const BATCH = 32;

/** What an inbox works with. */
export interface InboxParts {
  readonly desk: RecordDesk;
  readonly timings: Pick<DispatchTimings, "lifeMs">;
  readonly onUnreadable: () => void;
}

/**
 * Takes the records of a journal, whatever session they are of. Each is stored before that is said, and
 * said before it is off the way: what is lost in between comes again. What was said is lost with Redis, or
 * is another life's: then it is said anew, from the journal, before any more come.
 */
export class RecordInbox {
  readonly #redis: Redis;
  readonly #keys: Keys;
  readonly #parts: InboxParts;
  #isNew = true;

  constructor(redis: Redis, keys: Keys, parts: InboxParts) {
    this.#redis = redis;
    this.#keys = keys;
    this.#parts = parts;
  }

  /** Takes what is there, and says that somebody takes it. Rejects when it cannot: the next time it goes on. */
  async beat(): Promise<void> {
    const { journal } = this.#parts.desk;
    const stream = this.#keys.records(journal);
    await this.#standUp();
    for (;;) {
      const entries = await this.#redis.xrange(stream, "-", "+", "COUNT", BATCH);
      for (const [id, fields] of entries) {
        await this.#take(fields[fields.indexOf(RECORD_FIELD) + 1] ?? "");
        await this.#redis.xdel(stream, id);
      }
      if (entries.length < BATCH) return;
    }
  }

  async #standUp(): Promise<void> {
    const { desk, timings } = this.#parts;
    const receiver = this.#keys.receiver(desk.journal);
    if (!this.#isNew && (await this.#redis.pexpire(receiver, timings.lifeMs)) === 1) return;
    const stored = this.#keys.stored(desk.journal);
    const words = desk.words();
    const saying = this.#redis.multi().del(stored);
    if (words.size > 0) saying.hset(stored, Object.fromEntries(words));
    await saying.set(receiver, "here", "PX", timings.lifeMs).exec();
    this.#isNew = false;
  }

  async #take(text: string): Promise<void> {
    const { desk, onUnreadable } = this.#parts;
    const message = parseMessage(recordMessageSchema, text);
    if (message === undefined) return onUnreadable();
    const taking = desk.take(message);
    const stored = this.#keys.stored(desk.journal);
    const last = taking.kind === "taken" ? message.run : taking.last;
    if (last === null) await this.#redis.hdel(stored, message.journal);
    else await this.#redis.hset(stored, message.journal, last);
  }
}
