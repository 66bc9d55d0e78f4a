import type { Clock } from "../clock/clock.ts";
import type { AdapterConfig } from "../jig/jig.ts";
import { joinBytes } from "./join-bytes.ts";
import { type Random, seededRandom } from "./random.ts";
import { RareBytes } from "./rare-bytes.ts";
import { byteMs } from "./wire.ts";

/** What fits into one USB packet of an FTDI adapter besides its two status bytes. */
const PACKET_BYTES = 62;

/** What an adapter falls to when asked for a rate it does not have. */
const REFUSED_BAUD = 9600;

/** Who takes what the adapter hands over. */
type Hand = (bytes: Uint8Array) => void;

/**
 * The USB adapter between a board and its host: it hands over what it hears when a packet is full, or
 * when its latency timer has run since the first byte it holds.
 */
export class UsbAdapter implements Disposable {
  readonly #config: AdapterConfig;
  readonly #clock: Clock;
  readonly #hand: Hand;
  readonly #lost: RareBytes | undefined;
  #held: Uint8Array[] = [];
  #count = 0;
  #timer: Disposable | undefined;

  constructor(config: AdapterConfig, clock: Clock, hand: Hand, random: Random = seededRandom(1)) {
    this.#config = config;
    this.#clock = clock;
    this.#hand = hand;
    this.#lost = config.drops === undefined ? undefined : new RareBytes(config.drops, random);
  }

  /** The rate in baud that it takes when asked for one. */
  rateFor(asked: number): number {
    const { fastestBaud = Number.POSITIVE_INFINITY } = this.#config;
    return asked > fastestBaud ? REFUSED_BAUD : asked;
  }

  /** Bytes from the board, the last of them heard just now, sent at `baud`. */
  hear(bytes: Uint8Array, baud: number): void {
    const lost = new Set(this.#lost?.pick(bytes.length));
    const heard = lost.size === 0 ? bytes : bytes.filter((_, at) => !lost.has(at));
    const { latencyMs = 0 } = this.#config;
    if (latencyMs === 0) {
      if (heard.length > 0) this.#hand(heard);
      return;
    }
    this.#held.push(heard);
    this.#count += heard.length;
    this.#handFullPackets();
    if (this.#count === 0) return;
    const sinceFirst = Math.min(this.#count, heard.length) * byteMs(baud);
    this.#timer ??= this.#clock.after(Math.max(0, latencyMs - sinceFirst), () => this.#handRest());
  }

  /** Forgets what it holds, as drivers do when the rate is set. */
  clear(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#held = [];
    this.#count = 0;
  }

  [Symbol.dispose](): void {
    this.clear();
  }

  #handFullPackets(): void {
    if (this.#count < PACKET_BYTES) return;
    const all = joinBytes(this.#held);
    const full = this.#count - (this.#count % PACKET_BYTES);
    this.clear();
    if (full < all.length) {
      this.#held = [all.subarray(full)];
      this.#count = all.length - full;
    }
    this.#hand(all.subarray(0, full));
  }

  #handRest(): void {
    const rest = joinBytes(this.#held);
    this.clear();
    this.#hand(rest);
  }
}
