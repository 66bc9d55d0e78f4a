import type { Clock } from "../clock/clock.ts";
import type { AdapterConfig } from "../jig/jig.ts";
import {
  type ModemLines,
  PortError,
  type PortTrouble,
  type SerialLink,
} from "../link/serial-link.ts";
import { type Random, seededRandom } from "./random.ts";
import { UsbAdapter } from "./usb-adapter.ts";
import { hear } from "./wire.ts";

/** How long a call on a hung port takes to be given up, in ms. */
const HANG_LIMIT_MS = 2000;

/** What a link in memory is connected to. */
export interface MemoryLinkEnds {
  readonly path: string;
  readonly clock: Clock;
  /** Takes what the host sends. */
  readonly send: (bytes: Uint8Array, baud: number) => void;
  /** Takes RTS and DTR; without it the link has no modem lines. */
  readonly setLines?: ((lines: ModemLines) => void) | undefined;
  readonly adapter?: AdapterConfig | undefined;
}

/** An open serial port without a port: what a host sends goes straight to a simulated board. */
export class MemoryLink implements SerialLink {
  readonly path: string;
  readonly #ends: MemoryLinkEnds;
  readonly #random: Random = seededRandom(1);
  readonly #adapter: UsbAdapter;
  readonly #byteListeners = new Set<(chunk: Uint8Array) => void>();
  readonly #lossListeners = new Set<(error: PortError) => void>();
  #baudRate: number;
  #state: "open" | "closed" | "hung" | "unplugged" = "open";

  constructor(ends: MemoryLinkEnds, baudRate: number) {
    this.path = ends.path;
    this.#ends = ends;
    this.#adapter = new UsbAdapter(ends.adapter ?? {}, ends.clock, (bytes) => this.#hand(bytes));
    this.#baudRate = this.#adapter.rateFor(baudRate);
  }

  get baudRate(): number {
    return this.#baudRate;
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#reach();
    this.#ends.send(bytes.slice(), this.#baudRate);
  }

  onBytes(listener: (chunk: Uint8Array) => void): Disposable {
    this.#byteListeners.add(listener);
    return { [Symbol.dispose]: () => this.#byteListeners.delete(listener) };
  }

  onLost(listener: (error: PortError) => void): Disposable {
    if (this.#state === "unplugged") listener(this.#error({ kind: "unplugged" }));
    else this.#lossListeners.add(listener);
    return { [Symbol.dispose]: () => this.#lossListeners.delete(listener) };
  }

  async setBaudRate(baud: number): Promise<void> {
    await this.#reach();
    this.#adapter.clear();
    this.#baudRate = this.#adapter.rateFor(baud);
    if (this.#baudRate !== baud)
      throw this.#error({ kind: "baud-refused", text: `${baud} baud is too fast` });
  }

  async setLines(lines: ModemLines): Promise<void> {
    await this.#reach();
    if (this.#ends.setLines === undefined) throw this.#error({ kind: "no-modem-lines" });
    this.#ends.setLines(lines);
  }

  /** The chip sends: arrives as garbage if the host listens at another rate. */
  deliver(bytes: Uint8Array, baud: number): void {
    if (this.#state !== "open") return;
    this.#adapter.hear(hear(bytes, baud, this.#baudRate, this.#random), baud);
  }

  #hand(bytes: Uint8Array): void {
    if (this.#state !== "open") return;
    for (const listener of this.#byteListeners) listener(bytes.slice());
  }

  /** The adapter is pulled out: listeners are told, every later call fails. */
  unplug(): void {
    if (this.#state === "unplugged") return;
    this.#state = "unplugged";
    const error = this.#error({ kind: "unplugged" });
    for (const listener of this.#lossListeners) listener(error);
    this.#lossListeners.clear();
  }

  /** The driver stops answering: nothing arrives, and every later call is given up after 2 s. */
  hang(): void {
    if (this.#state === "open") this.#state = "hung";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state !== "unplugged") this.#state = "closed";
    this.#adapter[Symbol.dispose]();
    this.#byteListeners.clear();
    this.#lossListeners.clear();
  }

  async #reach(): Promise<void> {
    if (this.#state === "hung") {
      await this.#ends.clock.sleep(HANG_LIMIT_MS);
      throw this.#error({ kind: "hung", waitedMs: HANG_LIMIT_MS });
    }
    if (this.#state === "unplugged") throw this.#error({ kind: "unplugged" });
    if (this.#state === "closed") throw this.#error({ kind: "other", text: "port is closed" });
  }

  #error(trouble: PortTrouble): PortError {
    return new PortError(this.path, trouble);
  }
}
