import type { Clock } from "../../../libs/clock/clock.ts";
import type { ModemLines } from "../../../libs/link/serial-link.ts";
import { seededRandom } from "../../../libs/simulator/random.ts";
import { hear } from "../../../libs/simulator/wire.ts";
import type { AdapterConnection } from "./adapter-connection.ts";

/** A call of serialport's binding that an adapter can be stuck in. */
export type PortCall = "open" | "write" | "set" | "update" | "close";

/** What a driver makes of a rate: the word it gives (`told`) and what the wire does, in baud. */
export type Tuning = { readonly told: number; readonly wire: number } | "refused";

/** What differs from an adapter that does all it is told. */
export interface AdapterTraits {
  /** "absent": setting them fails, as on a pseudo-terminal. */
  readonly lines?: "wired" | "absent";
  /** What its descriptor says; an FTDI without a serial number if absent. */
  readonly usb?: {
    readonly idVendor?: string;
    readonly idProduct?: string;
    readonly serial?: string;
  };
  readonly tune?: (asked: number) => Tuning;
}

const BOTH_RELEASED: ModemLines = { rts: false, dtr: false };

/**
 * A USB serial adapter as hardware: two modem lines, a rate, and a plug. It belongs to no name and no
 * connection: `SerialHost` gives it one while it is plugged in.
 */
export class VirtualAdapter {
  readonly clock: Clock;
  readonly traits: AdapterTraits;
  /** Connections that are open; the kernel's lock admits one, opening without it more. */
  readonly connections = new Set<AdapterConnection>();
  readonly #levels: string[] = [];
  readonly #lineListeners = new Set<(lines: ModemLines) => void>();
  readonly #hostListeners = new Set<(bytes: Uint8Array, baud: number) => void>();
  readonly #stalled = new Map<PortCall, PromiseWithResolvers<void>>();
  readonly #random = seededRandom(1);
  #lines = BOTH_RELEASED;
  /** What the wire runs at, in baud. */
  wireBaud = 115_200;

  constructor(clock: Clock, traits: AdapterTraits = {}) {
    this.clock = clock;
    this.traits = traits;
  }

  /** As the pins are: true = asserted = pin low. */
  get lines(): ModemLines {
    return this.#lines;
  }

  /** Each change of the pins since the beginning, as `rts:1 dtr:0`. */
  get levels(): readonly string[] {
    return this.#levels;
  }

  /** Who is wired to the pins; told their level at once and with each change. */
  onLines(listener: (lines: ModemLines) => void): Disposable {
    this.#lineListeners.add(listener);
    listener(this.#lines);
    return { [Symbol.dispose]: () => this.#lineListeners.delete(listener) };
  }

  /** What the host sends, with the rate on the wire. */
  onHostBytes(listener: (bytes: Uint8Array, baud: number) => void): Disposable {
    this.#hostListeners.add(listener);
    return { [Symbol.dispose]: () => this.#hostListeners.delete(listener) };
  }

  /** A chip sends at `baud`: garbage when the wire's rate is another one, lost when nobody has it open. */
  hear(bytes: Uint8Array, baud: number): void {
    const heard = hear(bytes, baud, this.wireBaud, this.#random);
    for (const connection of this.connections) connection.take(heard);
  }

  /** What the host sends leaves on the wire. */
  send(bytes: Uint8Array): void {
    for (const listener of this.#hostListeners) listener(bytes, this.wireBaud);
  }

  /** Moves both pins at once. */
  setLines(lines: ModemLines): void {
    if (lines.rts === this.#lines.rts && lines.dtr === this.#lines.dtr) return;
    this.#lines = lines;
    this.#levels.push(`rts:${Number(lines.rts)} dtr:${Number(lines.dtr)}`);
    for (const listener of this.#lineListeners) listener(lines);
  }

  /** As the kernel does when the last one closes, and as pins are without power. */
  dropLines(): void {
    this.setLines(BOTH_RELEASED);
  }

  /** From now on calls of this name do not come back, until `resume`. */
  stall(call: PortCall): void {
    this.#stalled.set(call, Promise.withResolvers());
  }

  /** Calls that were stuck go on. */
  resume(): void {
    for (const stalled of this.#stalled.values()) stalled.resolve();
    this.#stalled.clear();
  }

  /** Resolves at once, or when a stalled call of this name goes on. */
  async passes(call: PortCall): Promise<void> {
    await this.#stalled.get(call)?.promise;
  }
}
