import type { Range } from "../bytes/ranges.ts";
import { protectedRange } from "./block-protection.ts";
import { protectingBits, type StatusWiring, statusAfter, statusByte } from "./status-wiring.ts";

/** When something happens, in ms of the board's clock. */
export interface Span {
  readonly startAt: number;
  readonly endAt: number;
}

/** How a status register misbehaves; the words of docs/simulator.md. */
export type StatusQuirk = "sr-trap" | "sr-locked" | "wip-stuck";

const WIP = 0x01;
const SRP0 = 0x80;

/** What a write without change left on one BK7238: every writable bit set (section 4.3). */
const TRAPPED = 0x7bfc;

/** A flash's status register: SR1 in bits 0..7, SR2 in bits 8..15. */
export class StatusRegister {
  readonly #wiring: StatusWiring;
  readonly #quirk: StatusQuirk | undefined;
  #value: number;
  #busyUntil = Number.NEGATIVE_INFINITY;
  /** What it held before it was trapped. */
  #trapped: number | undefined;

  /** With "sr-trap" the part is open from the start, which is what tempts a host into the trap. */
  constructor(value: number, wiring: StatusWiring, quirk: StatusQuirk | undefined) {
    this.#wiring = wiring;
    this.#quirk = quirk;
    this.#value = quirk === "sr-trap" ? 0 : quirk === "sr-locked" ? value | SRP0 : value;
  }

  /** As it reads at `at`, WIP included. */
  read(at: number): number {
    return this.#value | (at < this.#busyUntil || this.isStuckBusy ? WIP : 0);
  }

  /** When the last write is over. */
  get busyUntil(): number {
    return this.#busyUntil;
  }

  /** WIP never clears, and the part takes no command but reads. */
  get isStuckBusy(): boolean {
    return this.#quirk === "wip-stuck";
  }

  /** Whether erase and program of a range, or of a part of it, are ignored by a flash of that size. */
  protects(range: Range, flashBytes: number): boolean {
    if (this.isStuckBusy || this.#trapped !== undefined) return true;
    const { start, end } = protectedRange(this.#value & protectingBits(this.#wiring), flashBytes);
    // What goes over the end of the flash goes on at its start.
    return [0, flashBytes].some(
      (turn) => Math.max(start, range.start - turn) < Math.min(end, range.end - turn),
    );
  }

  /** The byte that a read command gives at `at`. */
  byteOf(op: number, at: number): number {
    return statusByte(this.#wiring, this.read(at), op);
  }

  /** What a write command makes of it; undefined if the part does not carry that out. */
  after(op: number, values: readonly number[]): number | undefined {
    return statusAfter(this.#wiring, this.#value, op, values);
  }

  write(value: number, span: Span): void {
    if (this.#quirk === "sr-locked" || this.isStuckBusy || this.#trapped !== undefined) return;
    this.#busyUntil = span.endAt;
    if (this.#quirk === "sr-trap" && value === this.#value) {
      this.#trapped = this.#value;
      this.#value = TRAPPED;
    } else {
      this.#value = value & ~WIP;
    }
  }

  /** Power was off. */
  powerLost(): void {
    this.#value = this.#trapped ?? this.#value;
    this.#trapped = undefined;
  }
}
