import type { Range } from "../bytes/ranges.ts";
import type { Span, StatusRegister } from "./status-register.ts";

/** Maker, family and capacity of a part, as it tells them. */
export type JedecId = readonly [maker: number, family: number, capacity: number];

/** Bits of one byte that read 0 whatever is done to them. */
export interface StuckBits {
  readonly address: number;
  readonly mask: number;
}

/** An erase or a program on its way. Times in ms of the board's clock. */
interface Operation {
  readonly address: number;
  /** Bytes to program; undefined = erase. */
  readonly data: Uint8Array | undefined;
  readonly length: number;
  readonly startAt: number;
  readonly endAt: number;
}

/** A change of the contents, told when it was made. */
export interface FlashChange {
  readonly kind: "erase" | "program";
  /** As the part saw it: inside its size. */
  readonly address: number;
  /** Bytes that were changed; fewer than were meant when power was lost on the way. */
  readonly length: number;
  /** When it was over, in ms of the board's clock. */
  readonly at: number;
}

/**
 * A SPI NOR flash of 2^n bytes: programming only clears bits, erasing sets a unit to FF, address
 * bits above the size are not looked at, and a protected part ignores both without a word.
 */
export class NorFlash {
  readonly #bytes: Uint8Array;
  readonly #stuck: readonly StuckBits[];
  readonly #ignoresChanges: boolean;
  readonly #listeners = new Set<(change: FlashChange) => void>();
  readonly #sumListeners = new Set<(range: Range) => void>();
  readonly id: JedecId;
  /** Erase and program do nothing while it protects. */
  readonly status: StatusRegister;
  #pending: Operation[] = [];
  #changes = 0;

  /** `bytes` is used in place. `changes` "ignored": erase and program do nothing, whatever the status. */
  constructor(
    bytes: Uint8Array,
    options: {
      readonly id: JedecId;
      readonly status: StatusRegister;
      readonly stuck: readonly StuckBits[];
      readonly changes: "made" | "ignored";
    },
  ) {
    this.#bytes = bytes;
    this.#stuck = options.stuck;
    this.id = options.id;
    this.status = options.status;
    this.#ignoresChanges = options.changes === "ignored";
    for (const stuck of this.#stuck) this.#stick(stuck);
  }

  /** The contents as of the last `settle`. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Grows with every change made; equal numbers mean equal contents. */
  get changes(): number {
    return this.#changes;
  }

  /** Tells every change of the contents from now on, in the order they are made. */
  onChange(listener: (change: FlashChange) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  /** Erases the unit of `length` bytes that `address` lies in. */
  erase(address: number, length: number, span: Span): void {
    this.#begin({ address: address - (address % length), data: undefined, length, ...span });
  }

  /** Programs `data` from `address` on. */
  program(address: number, data: Uint8Array, span: Span): void {
    this.#begin({ address, data: data.slice(), length: data.length, ...span });
  }

  /** `length` bytes from `address`, going round at the end of the part. All begun work is finished first. */
  read(address: number, length: number): Uint8Array {
    this.settle(Number.POSITIVE_INFINITY);
    const start = this.#alias(address);
    if (start + length <= this.#bytes.length) return this.#bytes.subarray(start, start + length);
    const read = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const from = this.#alias(start + at);
      const piece = this.#bytes.subarray(from, from + length - at);
      read.set(piece, at);
      at += piece.length;
    }
    return read;
  }

  /** As `read`, for a sum that the chip tells its host. */
  readForSum(address: number, length: number): Uint8Array {
    const read = this.read(address, length);
    const start = this.#alias(address);
    for (const listener of this.#sumListeners) listener({ start, end: start + length });
    return read;
  }

  /** Tells what is read for a sum from now on, after the changes before it. */
  onSum(listener: (range: Range) => void): Disposable {
    this.#sumListeners.add(listener);
    return { [Symbol.dispose]: () => this.#sumListeners.delete(listener) };
  }

  /** Makes the changes that were over by `at`. */
  settle(at: number): void {
    if (this.#pending.length === 0) return;
    const over = this.#pending.filter((operation) => operation.endAt <= at);
    this.#pending = this.#pending.filter((operation) => operation.endAt > at);
    for (const operation of over) this.#apply(operation, operation.length, operation.endAt);
  }

  /** Power is lost at `at`: what was running stays half done, what had not begun never happens. */
  cut(at: number): void {
    this.settle(at);
    for (const operation of this.#pending) {
      if (operation.startAt >= at) continue;
      const done = (at - operation.startAt) / (operation.endAt - operation.startAt);
      this.#apply(operation, Math.floor(operation.length * done), at);
    }
    this.#pending = [];
  }

  #alias(address: number): number {
    return (address >>> 0) % this.#bytes.length;
  }

  #begin(operation: Operation): void {
    const start = this.#alias(operation.address);
    const range = { start, end: start + operation.length };
    const isProtected = this.status.protects(range, this.#bytes.length);
    if (!isProtected && !this.#ignoresChanges) this.#pending.push(operation);
  }

  #apply(operation: Operation, length: number, at: number): void {
    const start = this.#alias(operation.address);
    if (operation.data === undefined) {
      this.#bytes.fill(0xff, start, start + length);
    } else {
      for (let index = 0; index < length; index += 1) {
        const cell = (start + index) % this.#bytes.length;
        this.#bytes[cell] = (this.#bytes[cell] ?? 0xff) & (operation.data[index] ?? 0xff);
      }
    }
    for (const stuck of this.#stuck) this.#stick(stuck);
    this.#changes += 1;
    const kind = operation.data === undefined ? "erase" : "program";
    for (const listener of this.#listeners) listener({ kind, address: start, length, at });
  }

  #stick({ address, mask }: StuckBits): void {
    const at = this.#alias(address);
    this.#bytes[at] = (this.#bytes[at] ?? 0xff) & ~mask;
  }
}
