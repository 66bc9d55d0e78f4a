import type { Redis } from "ioredis";
import { startBeating } from "./beat.ts";
import type { Keys } from "./keys.ts";
import type { DispatchTimings } from "./timings.ts";

/** How long an image outlives its coordinator. */
const KEPT_SECONDS = 3600;
/** Heartbeats between two looks. A worker that misses an image waits longer (`loadImage`). */
const BEATS = 2;

/** Keeps a session's images in Redis while it lives: one that is lost there is put back. */
export class ImageKeeper implements Disposable {
  readonly #redis: Redis;
  readonly #keys: Keys;
  readonly #images = new Map<string, Uint8Array>();
  readonly #beating: Disposable;

  constructor(redis: Redis, keys: Keys, { heartbeatMs }: DispatchTimings) {
    this.#redis = redis;
    this.#keys = keys;
    this.#beating = startBeating(() => this.#renew(), BEATS * heartbeatMs);
  }

  /** Keeps an image under its SHA-256, whatever stood there: it may have been damaged since. */
  async store(sha256: string, bytes: Uint8Array): Promise<void> {
    this.#images.set(sha256, bytes);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    await this.#redis.set(this.#keys.image(sha256), buffer, "EX", KEPT_SECONDS);
  }

  async #renew(): Promise<void> {
    for (const [sha256, bytes] of this.#images) {
      const isThere = await this.#redis.expire(this.#keys.image(sha256), KEPT_SECONDS);
      if (isThere === 0) await this.store(sha256, bytes);
    }
  }

  [Symbol.dispose](): void {
    this.#beating[Symbol.dispose]();
  }
}
