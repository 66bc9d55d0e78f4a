import type { ResetReason } from "./boot-log.ts";
import { type Fault, type FaultOf, findFault } from "./fault.ts";
import { eraseMs, type FlashTiming, pageMs } from "./flash-timing.ts";
import type { NorFlash } from "./nor-flash.ts";
import type { Random } from "./random.ts";
import type { ReceiveLine } from "./receive-line.ts";
import { ReplyFaults } from "./reply-faults.ts";
import type { Strikes } from "./strikes.ts";
import type { TransmitLine } from "./transmit-line.ts";

/** What stays soldered together while the chip starts and stops. */
export interface Hardware {
  readonly flash: NorFlash;
  readonly timing: FlashTiming;
  /** UART1, towards the chip. */
  readonly receive: ReceiveLine;
  /** UART1, from the chip. */
  readonly transmit: TransmitLine;
  /** UART2, from the chip. */
  readonly log: TransmitLine;
  readonly faults: readonly Fault[];
  /** Faults that strike once in the board's life and have done so. */
  readonly spent: Set<Fault>;
  readonly random: Random;
  /** Where the application starts; `wrong-crc` lies from here on. */
  readonly appStart: number;
}

/** How a chip's life ends: it starts again, or stands still until power is switched off. */
export type Ending =
  | { readonly kind: "reset"; readonly at: number; readonly reason: ResetReason }
  | { readonly kind: "stopped"; readonly at: number };

const PAGE_BYTES = 256;

/**
 * Only a garbled command asks for the CRC of more. A chip goes round its flash for an hour then; nobody
 * listens to the end of that, so only the time is spent.
 */
const SUMMED_BYTES_AT_MOST = 16 << 20;

/** How long a chip waits for a flash that stays busy, and what it answers then (section 4.5, 2.1). */
const BUSY_LIMIT_MS = 1000;
const FLASH_BUSY = 1;

/** Every chip's rate after a start, in baud. */
const START_BAUD = 115_200;

/**
 * What a command can make the chip do, in chip time: `at` moves on with everything that takes time,
 * so a command reads as a plain list of deeds although nothing waits for anything.
 */
export class ChipCore {
  /** Chip time in ms: what the chip is doing is over then. */
  at: number;
  /** UART1's rate as the divider makes it. */
  baud: number;
  readonly #hardware: Hardware;
  readonly #actualBaud: (asked: number) => number;
  readonly #strikes: Strikes;
  readonly #replies: ReplyFaults;
  /** Status of the next long answer, and nothing else done; undefined: all is done as asked. */
  #refusal: number | undefined;
  #state: "waiting" | "linked" | "left" = "waiting";
  #ending: Ending | undefined;
  #programmed = 0;

  constructor(
    hardware: Hardware,
    actualBaud: (asked: number) => number,
    at: number,
    strikes: Strikes,
  ) {
    this.#hardware = hardware;
    this.#actualBaud = actualBaud;
    this.#strikes = strikes;
    this.#replies = new ReplyFaults(hardware.faults, hardware.random, strikes);
    this.baud = actualBaud(START_BAUD);
    this.at = at;
  }

  get flash(): NorFlash {
    return this.#hardware.flash;
  }

  /** "linked" after the first link check, "left" when the download mode was told to boot. */
  get state(): "waiting" | "linked" | "left" {
    return this.#state;
  }

  /** Set once the chip's life is to end; nothing that comes later in chip time happens. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  link(): void {
    this.#state = "linked";
  }

  /** Leaves download mode and boots what is in flash, without a reset. */
  leave(): void {
    this.#state = "left";
  }

  reset(reason: ResetReason): void {
    this.#ending ??= { kind: "reset", at: this.at, reason };
  }

  /** Stands still: nothing more is done or said in this life. */
  stop(): void {
    this.#ending ??= { kind: "stopped", at: this.at };
  }

  /** The next request is not carried out and answered with this status; undefined: it is. */
  refuse(status: number | undefined): void {
    this.#refusal = status;
  }

  /** The chip is busy for `ms`. */
  spend(ms: number): void {
    this.at += ms;
  }

  setBaud(asked: number): void {
    this.baud = this.#actualBaud(asked);
  }

  /** Erases the unit of `length` bytes around `address` and waits for it. */
  erase(address: number, length: number): void {
    if (!this.#awaitFlash()) return;
    const startAt = this.at;
    const factor = findFault(this.#hardware.faults, "slow-erase")?.factor ?? 1;
    this.spend(eraseMs(this.#hardware.timing, length) * factor);
    this.flash.erase(address, length, { startAt, endAt: this.at });
  }

  /** Programs `data`, at most a page at a time, and waits for each. */
  program(address: number, data: Uint8Array): void {
    if (!this.#awaitFlash()) return;
    let from = 0;
    while (from < data.length && this.#ending === undefined) {
      const room = PAGE_BYTES - ((address + from) % PAGE_BYTES);
      const page = data.subarray(from, from + room);
      this.#programPage(address + from, page);
      from += page.length;
    }
  }

  /** Raw CRC-32 register over `length` bytes from `start`, as the chip tells it. */
  crc(start: number, length: number, sum: (bytes: Uint8Array) => number): number {
    this.#awaitStatusWrite();
    this.spend((length / 1024) * this.#hardware.timing.crcMsPerKiB);
    const value = sum(this.flash.readForSum(start, Math.min(length, SUMMED_BYTES_AT_MOST)));
    // Addresses go round: what identification asks for beyond the end is the bootloader again.
    return start % this.flash.bytes.length >= this.#hardware.appStart
      ? this.#replies.crc(value)
      : value;
  }

  writeStatusRegister(value: number): void {
    this.#awaitStatusWrite();
    const span = { startAt: this.at, endAt: this.at + this.#hardware.timing.statusWriteMs };
    this.flash.status.write(value, span);
  }

  /** Sends an answer as soon as the chip has done everything so far. */
  reply(frame: Uint8Array, kind: "link-check" | "other" = "other"): void {
    if (this.#ending !== undefined) return;
    const answer = this.#refusal === undefined ? frame : withStatus(frame, this.#refusal);
    this.#hardware.transmit.send(this.#replies.spoil(answer, kind), this.baud, this.at);
  }

  /** The code waits while the flash is busy with its status register. */
  #awaitStatusWrite(): void {
    this.at = Math.max(this.at, this.flash.status.busyUntil);
  }

  /** Waits for the flash; whether the deed is to be done then. */
  #awaitFlash(): boolean {
    this.#awaitStatusWrite();
    if (this.#refusal === undefined && this.flash.status.isStuckBusy) {
      this.spend(BUSY_LIMIT_MS);
      this.#refusal = FLASH_BUSY;
    }
    return this.#refusal === undefined;
  }

  #programPage(address: number, page: Uint8Array): void {
    const startAt = this.at;
    const trouble = this.#supplyTrouble();
    const rest = (trouble?.bytes ?? Number.POSITIVE_INFINITY) - this.#programmed;
    const isLast = rest <= page.length;
    const isHalf = isLast && trouble?.kind === "brown-out";
    const done = page.subarray(0, isHalf ? page.length >>> 1 : rest);
    const factor = findFault(this.#hardware.faults, "slow-write")?.factor ?? 1;
    const wholeMs = pageMs(this.#hardware.timing, address) * factor;
    this.spend(wholeMs * (done.length / page.length));
    this.flash.program(address, done, { startAt, endAt: this.at });
    this.#programmed += done.length;
    if (!isLast || trouble === undefined) return;
    this.#strikes.spend(trouble);
    if (trouble.kind === "dies-at") this.stop();
    else this.reset("power-on");
  }

  /** What the supply does once so many bytes are programmed. */
  #supplyTrouble(): FaultOf<"dies-at" | "reboots-at" | "brown-out"> | undefined {
    const { faults, spent } = this.#hardware;
    return SUPPLY_TROUBLES.map((name) => findFault(faults, name)).find(
      (fault) => fault !== undefined && !spent.has(fault),
    );
  }
}

/** Of several, the first in this order strikes. */
const SUPPLY_TROUBLES = ["dies-at", "brown-out", "reboots-at"] as const;

/** A long answer with another status byte; a short one has none. */
const withStatus = (frame: Uint8Array, status: number): Uint8Array => {
  if (frame[2] !== 0xff) return frame;
  const refused = frame.slice();
  refused[10] = status;
  return refused;
};
