import type { Redis } from "ioredis";
import type { StationEvent } from "../station/station-event.ts";
import type { Keys } from "./keys.ts";
import { readLiving } from "./living.ts";
import { parseMessage } from "./parse-message.ts";
import { ALIVE } from "./session-keeper.ts";
import { readSessionMark } from "./session-mark.ts";
import { stationEventSchema } from "./station-event-schema.ts";
import { canTalk, PROTOCOL, type Version } from "./version.ts";

/** How long the word of a session counts that it lives: some heartbeats. */
const SAID_MS = 4000;

/** What a follower tells. */
export interface FollowerListener {
  readonly onSnapshot: (json: string) => void;
  readonly onEvent: (event: StationEvent) => void;
  /** The newest coordinator's messages are not ours: nothing of it can be shown. */
  readonly onForeign: (version: Version) => void;
}

/**
 * Follows the newest coordinator alive: its snapshot first, then its events. A coordinator that
 * went silent is followed until another one comes.
 */
export class SessionFollower {
  readonly #redis: Redis;
  readonly #hearing: Redis;
  readonly #keys: Keys;
  readonly #listener: FollowerListener;
  #session: string | undefined;
  #alive = false;
  /** When the one followed last said that it lives though Redis takes no sign of it, in ms. */
  #saidAt = Number.NEGATIVE_INFINITY;
  /** Events that came before the snapshot was read; undefined while they are told directly. */
  #early: StationEvent[] | undefined = [];

  constructor(redis: Redis, hearing: Redis, keys: Keys, listener: FollowerListener) {
    this.#redis = redis;
    this.#hearing = hearing;
    this.#keys = keys;
    this.#listener = listener;
    hearing.on("message", (channel: string, message: string) => this.#hear(channel, message));
  }

  /** The session followed, if any was ever seen. */
  get session(): string | undefined {
    return this.#session;
  }

  /** Whether the coordinator followed was alive at the last look. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Looks who is there, and begins to follow a newer one. */
  async look(): Promise<void> {
    const living = await readLiving(this.#redis, this.#keys.sessions, this.#keys.session);
    const newest = [...living.keys()].sort().at(-1);
    const isSaid = performance.now() - this.#saidAt < SAID_MS;
    this.#alive = newest !== undefined || isSaid;
    const { version } = readSessionMark(living.get(newest ?? "") ?? "");
    if (newest !== undefined && !canTalk(version, { protocol: PROTOCOL })) {
      this.#listener.onForeign(version);
      return;
    }
    if (newest !== undefined && newest !== this.#session) await this.#follow(newest);
    if (this.#early !== undefined) await this.#load();
  }

  /** Events were missed: the next look begins with the snapshot again. */
  startOver(): void {
    this.#early ??= [];
  }

  #channelsOf(session: string): [string, string] {
    return [this.#keys.runEvents(session), this.#keys.lineEvents(session)];
  }

  async #follow(session: string): Promise<void> {
    const before = this.#session;
    this.#session = session;
    this.#early = [];
    if (before !== undefined) await this.#hearing.unsubscribe(...this.#channelsOf(before));
    await this.#hearing.subscribe(...this.#channelsOf(session));
  }

  async #load(): Promise<void> {
    if (this.#session === undefined) return;
    const json = await this.#redis.get(this.#keys.snapshot(this.#session));
    const early = this.#early ?? [];
    this.#early = undefined;
    if (json !== null) this.#listener.onSnapshot(json);
    for (const event of early) this.#listener.onEvent(event);
  }

  #hear(channel: string, message: string): void {
    if (this.#session === undefined || !this.#channelsOf(this.#session).includes(channel)) return;
    if (message === ALIVE) this.#saidAt = performance.now();
    const event = parseMessage(stationEventSchema, message);
    if (event === undefined) return;
    if (this.#early === undefined) this.#listener.onEvent(event);
    else this.#early.push(event);
  }
}
