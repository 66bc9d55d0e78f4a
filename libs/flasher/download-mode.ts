import type { EraseUnit } from "../bk72xx/commands.ts";
import * as commands from "../bk72xx/commands.ts";
import type { Reply } from "../bk72xx/reply-decoder.ts";
import { readU32 } from "../bytes/little-endian.ts";
import { BLOCK_BYTES, type Range, SECTOR_BYTES } from "../bytes/ranges.ts";
import type { ChipLine } from "./chip-line.ts";
import { eraseAnswerIn, type FlashAnswer, writeAnswerIn } from "./flash-answer.ts";
import { FlashGuard } from "./flash-guard.ts";
import { isLinkReply } from "./link-check.ts";

/**
 * How long each command may take beyond its time on the wire, in ms (uart-protocol.md section 4.5). While
 * a write is waited for nothing may be sent, and a chip that hears nothing for a second may leave
 * download mode (section 6.1).
 */
const LIMIT_MS = {
  short: 500,
  read: 1500,
  eraseSector: 2000,
  eraseBlock: 6000,
  write: 850,
  crcBase: 1000,
  crcPerByte: 1 / 150,
} as const;

/** Reply bytes around the data of a 4 KiB read. */
const READ_OVERHEAD_BYTES = 15;

/**
 * Follows an erase where the bootloader shares the flash. If a byte of the erase was lost, the chip
 * would take the next one sent for its address, and that could be the bootloader's own; an address
 * that ends in FF it refuses (uart-protocol.md section 5.2). Between frames it is noise.
 */
const FENCE = new Uint8Array(4).fill(0xff);

/** Whether an erase is fenced off from what is sent next. */
export type Fencing = "fenced" | "bare";

/**
 * The commands of a linked chip's download mode, one call each, with the station's own guard: no
 * erase or write leaves the host outside what was allowed, whatever the caller asks, and a chip that
 * says to have acted outside it ends the conversation.
 */
export class DownloadMode {
  readonly line: ChipLine;
  readonly #guard = new FlashGuard();
  #bytesWritten = 0;

  constructor(line: ChipLine) {
    this.line = line;
  }

  /** Bytes sent to the flash so far, rewrites included. */
  get bytesWritten(): number {
    return this.#bytesWritten;
  }

  /** Opens ranges, and only them, for erase and write. Nothing is writable before. */
  allowWrites(ranges: readonly Range[]): void {
    this.#guard.allow(ranges);
  }

  /** Whether the chip answers a link check. On T this arms unprotect for the next erase. */
  async linkCheck(): Promise<boolean> {
    return (await this.#ask(commands.linkCheck(), isLinkReply, LIMIT_MS.short)) !== undefined;
  }

  /** A register's value, or undefined if the chip is silent (T always is). */
  async readRegister(address: number): Promise<number | undefined> {
    const reply = await this.#askShort(
      commands.readRegister(address),
      commands.SHORT_OP.readRegister,
    );
    if (reply === undefined || reply.payload.length < 8) return undefined;
    return readU32(reply.payload, 0) === address ? readU32(reply.payload, 4) : undefined;
  }

  /** Writes a register; false if the chip is silent. The answer repeats the request and proves no more. */
  async writeRegister(address: number, value: number): Promise<boolean> {
    const reply = await this.#askShort(
      commands.writeRegister(address, value),
      commands.SHORT_OP.writeRegister,
    );
    return (
      reply !== undefined && reply.payload.length >= 8 && readU32(reply.payload, 0) === address
    );
  }

  /** The bootloader's name, or undefined where the command is unknown. */
  async bootVersion(): Promise<string | undefined> {
    const reply = await this.#askShort(commands.bootVersion(), commands.SHORT_OP.bootVersion);
    if (reply === undefined || reply.payload.length < 4) return undefined;
    const end = reply.payload.indexOf(0);
    const name = reply.payload.subarray(0, end < 0 ? undefined : end);
    return new TextDecoder("latin1").decode(name).replace(/[^ -~]/g, "?");
  }

  /** JEDEC id as manufacturer, type, capacity; undefined if the chip is silent. */
  async flashId(): Promise<Uint8Array | undefined> {
    const reply = await this.#askLong(commands.flashId(), commands.LONG_OP.flashId, LIMIT_MS.short);
    // One dummy byte precedes the id, and the reply's length counts one more (section 3.11).
    return reply === undefined || reply.payload.length < 4 ? undefined : reply.payload.slice(1, 4);
  }

  /** One byte of the flash's status register. */
  async readStatus(op: number): Promise<number | undefined> {
    const reply = await this.#askLong(
      commands.readStatus(op),
      commands.LONG_OP.readStatus,
      LIMIT_MS.short,
    );
    return reply?.status === 0 && reply.payload[0] === op ? reply.payload[1] : undefined;
  }

  /** Writes status register bytes; whether they took shows only when read back (section 3.10). */
  async writeStatus(op: number, values: readonly number[]): Promise<void> {
    await this.#askLong(
      commands.writeStatus(op, values),
      commands.LONG_OP.writeStatus,
      LIMIT_MS.short,
    );
  }

  /**
   * The chip's CRC-32 of a range, in zlib form. The end is sent inclusive and the length must be a
   * multiple of 256: right on every known chip (section 0.3). On T this protects the flash again.
   * Undefined if the chip is silent.
   */
  crcOf(range: Range): Promise<number | undefined> {
    if ((range.end - range.start) % 256 !== 0)
      throw new RangeError("CRC ranges are multiples of 256 bytes");
    return this.crcRaw(range.start, range.end - 1);
  }

  /** The CRC command as it is, for telling flavours apart by what `end` means to them (section 7). */
  async crcRaw(start: number, end: number): Promise<number | undefined> {
    const reply = await this.#askShort(
      commands.crcOfRange(start, end),
      commands.SHORT_OP.crc,
      LIMIT_MS.crcBase + (end - start) * LIMIT_MS.crcPerByte,
    );
    if (reply === undefined || reply.payload.length !== 4) return undefined;
    return (readU32(reply.payload, 0) ^ 0xffffffff) >>> 0;
  }

  /** One sector, or undefined if the chip is silent or refuses the address. */
  async readSector(address: number): Promise<Uint8Array | undefined> {
    const reply = await this.#askLong(
      commands.read4k(address),
      commands.LONG_OP.read4k,
      LIMIT_MS.read + this.line.wireMs(SECTOR_BYTES + READ_OVERHEAD_BYTES),
    );
    if (reply === undefined || reply.status !== 0 || reply.payload.length !== SECTOR_BYTES + 4)
      return undefined;
    return readU32(reply.payload, 0) === address ? reply.payload.slice(4) : undefined;
  }

  /** Sends an erase without waiting; `nextEraseAnswer` takes the answers. */
  async sendErase(unit: EraseUnit, address: number, fencing: Fencing): Promise<void> {
    this.#guard.check("erase", address, unit === "block" ? BLOCK_BYTES : SECTOR_BYTES);
    await this.line.send(commands.erase(unit, address));
    if (fencing === "fenced") await this.line.send(FENCE);
  }

  /** The next answer to an erase sent before. */
  async nextEraseAnswer(unit: EraseUnit): Promise<FlashAnswer> {
    const limit = unit === "block" ? LIMIT_MS.eraseBlock : LIMIT_MS.eraseSector;
    const reply = await this.#receive((reply) => eraseAnswerIn(reply) !== undefined, limit);
    return (reply && eraseAnswerIn(reply)) ?? SILENT;
  }

  /** Programs one erased sector and waits for its answer. */
  async writeSector(address: number, bytes: Uint8Array): Promise<FlashAnswer> {
    this.#guard.check("write", address, SECTOR_BYTES);
    this.#bytesWritten += SECTOR_BYTES;
    using _quiet = this.line.holdKeepAlive();
    const reply = await this.#ask(
      commands.write4k(address, bytes),
      (reply) => writeAnswerIn(reply) !== undefined,
      LIMIT_MS.write,
    );
    return (reply && writeAnswerIn(reply)) ?? SILENT;
  }

  /** Lets late answers pass, for `ms`; one that tells of a deed outside what is allowed is not lost on us. */
  async settle(ms: number): Promise<void> {
    await this.#receive(() => false, ms);
  }

  /** Asks the chip to restart; no chip answers. Sent once: T takes a second one for noise (section 3.7). */
  async reboot(): Promise<void> {
    this.line.keepAlive(undefined);
    await this.line.send(commands.reboot());
  }

  async #receive(wanted: (reply: Reply) => boolean, limitMs: number): Promise<Reply | undefined> {
    const reply = await this.line.receive(this.#watching(wanted), limitMs);
    this.#guard.throwIfStray();
    return reply;
  }

  async #ask(
    frame: Uint8Array,
    wanted: (reply: Reply) => boolean,
    limitMs: number,
  ): Promise<Reply | undefined> {
    const reply = await this.line.ask(frame, this.#watching(wanted), limitMs);
    this.#guard.throwIfStray();
    return reply;
  }

  #watching(wanted: (reply: Reply) => boolean): (reply: Reply) => boolean {
    return (reply) => {
      this.#guard.witness(reply);
      return wanted(reply);
    };
  }

  #askShort(
    frame: Uint8Array,
    op: number,
    limitMs: number = LIMIT_MS.short,
  ): Promise<Reply | undefined> {
    return this.#ask(frame, (reply) => reply.kind === "short" && reply.op === op, limitMs);
  }

  async #askLong(frame: Uint8Array, op: number, limitMs: number): Promise<LongReply | undefined> {
    const reply = await this.#ask(frame, isLong(op), limitMs);
    return reply?.kind === "long" ? reply : undefined;
  }
}

const SILENT: FlashAnswer = { kind: "silent" };

type LongReply = Extract<Reply, { kind: "long" }>;

const isLong =
  (op: number) =>
  (reply: Reply): boolean =>
    reply.kind === "long" && reply.op === op;
