import type { Redis } from "ioredis";

/** A line that is over can still be looked at for a day. */
const KEPT_SECONDS = 24 * 3600;

/** Writes a session's snapshot, one at a time; what comes meanwhile replaces what waits. */
export class SnapshotWriter {
  readonly #redis: Redis;
  readonly #key: string;
  #next: string | undefined;
  #last: string | undefined;
  #writing = false;

  constructor(redis: Redis, key: string) {
    this.#redis = redis;
    this.#key = key;
  }

  /** Never waits and never fails; while Redis is away the last snapshot is kept. */
  save(json: string): void {
    this.#next = json;
    this.#last = json;
    if (!this.#writing) void this.#write();
  }

  /** Redis has lost it. */
  saveAgain(): void {
    if (this.#last !== undefined) this.save(this.#last);
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#next !== undefined) {
      const json = this.#next;
      this.#next = undefined;
      await this.#redis.set(this.#key, json, "EX", KEPT_SECONDS).catch(() => undefined);
    }
    this.#writing = false;
  }
}
