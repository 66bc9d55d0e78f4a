import { crc32 } from "../bytes/crc32.ts";
import { readU32 } from "../bytes/little-endian.ts";
import type { ChipCore } from "./chip-core.ts";
import { type KeyWords, NRegisters } from "./n-registers.ts";
import type { JedecId } from "./nor-flash.ts";
import type { DownloadMode } from "./personality.ts";
import { longReply, shortReply, u32 } from "./reply-frame.ts";
import type { Request } from "./request-parser.ts";

/** Status bytes (uart-protocol.md section 2.1). */
const WRONG_LENGTH = 4;
const PARAMETER_ERROR = 6;
const UNKNOWN_COMMAND = 7;

const SECTOR_BYTES = 4096;

/** Bytes erased by size code. */
const UNITS: ReadonlyMap<number, number> = new Map([
  [0x20, 0x1000],
  [0x52, 0x8000],
  [0xd8, 0x10000],
]);

/** A download mode in ROM: all commands of uart-protocol.md section 3, in their N form. */
export class NBootrom implements DownloadMode {
  readonly #registers: NRegisters;

  /** `id`: value of the chip id register. `key`: what eFuse holds. */
  constructor(id: number, key: KeyWords) {
    this.#registers = new NRegisters(id, key);
  }

  execute({ kind, op, payload }: Request, core: ChipCore): void {
    if (kind === "short") this.#short(op, payload, core);
    else long(op, payload, core);
  }

  /** The ROM programs when it has the whole sector. */
  acceptPage(): void {}

  #short(op: number, payload: Uint8Array, core: ChipCore): void {
    switch (op) {
      case 0x00:
        core.link();
        core.reply(shortReply(0x01, [0x00]), "link-check");
        break;
      case 0x01:
        this.#registers.write(readU32(payload, 0), readU32(payload, 4));
        core.reply(shortReply(op, payload.subarray(0, 8)));
        break;
      case 0x03:
        this.#readRegister(readU32(payload, 0), core);
        break;
      case 0x0e:
        if (payload[0] === 0xa5) core.leave();
        else core.reply(shortReply(op, payload));
        break;
      case 0x0f:
        setBaud(payload, core);
        break;
      case 0x10:
        crcInclusive(readU32(payload, 0), readU32(payload, 4), core);
        break;
      case 0x70:
        if (Buffer.from(payload).toString("latin1") === "SEAN") core.reset("reboot-command");
        else core.reply(shortReply(op, payload));
        break;
      case 0xaa:
        core.link();
        core.reply(shortReply(op, payload));
        break;
      default:
        core.reply(shortReply(op, [UNKNOWN_COMMAND]));
    }
  }

  #readRegister(address: number, core: ChipCore): void {
    core.reply(shortReply(0x03, [...u32(address), ...u32(this.#registers.read(address))]));
  }
}

const long = (op: number, payload: Uint8Array, core: ChipCore): void => {
  switch (op) {
    case 0x06:
      write(op, payload, [1, 256], core);
      break;
    case 0x07:
      write(op, payload, [SECTOR_BYTES, SECTOR_BYTES], core);
      break;
    case 0x08:
      read(op, readU32(payload, 0), payload[4] ?? 0, core);
      break;
    case 0x09:
      read(op, readU32(payload, 0), SECTOR_BYTES, core);
      break;
    case 0x0a:
      core.erase(0, core.flash.bytes.length);
      core.reply(longReply(op, 0, [payload[0] ?? 0]));
      break;
    case 0x0b:
      core.erase(readU32(payload, 0), SECTOR_BYTES);
      core.reply(longReply(op, 0, u32(readU32(payload, 0))));
      break;
    case 0x0c:
      readStatus(payload[0] ?? 0, core);
      break;
    case 0x0d:
      writeStatus(payload[0] ?? 0, payload.subarray(1), core);
      break;
    case 0x0e:
      core.reply(longReply(op, 0, spiAnswer(payload, core.flash.id)));
      break;
    case 0x0f:
      erase(payload[0] ?? 0, readU32(payload, 1), core);
      break;
    default:
      core.reply(longReply(op, UNKNOWN_COMMAND, []));
  }
};

/** Switches at once, waits as many ms as asked, then answers at the new rate. */
const setBaud = (payload: Uint8Array, core: ChipCore): void => {
  const asked = readU32(payload, 0);
  const delay = payload[4] ?? 0;
  core.setBaud(asked);
  core.spend(delay);
  core.reply(shortReply(0x0f, [...u32(asked), delay]));
};

const crcInclusive = (start: number, end: number, core: ChipCore): void => {
  const length = end < start ? 0 : Math.min(end - start + 1, core.flash.bytes.length);
  core.reply(shortReply(0x10, u32(~core.crc(start, length, crc32) >>> 0)));
};

/** `lengths`: fewest and most data bytes the operation takes. */
const write = (
  op: number,
  payload: Uint8Array,
  lengths: readonly [number, number],
  core: ChipCore,
): void => {
  const address = readU32(payload, 0);
  const data = payload.subarray(4);
  const fits = data.length >= lengths[0] && data.length <= lengths[1];
  if (fits) core.program(address, data);
  const count = op === 0x06 ? [data.length & 0xff] : [];
  core.reply(longReply(op, fits ? 0 : WRONG_LENGTH, [...u32(address), ...count]));
};

const read = (op: number, address: number, length: number, core: ChipCore): void =>
  core.reply(longReply(op, 0, u32(address), core.flash.read(address, length)));

const erase = (size: number, address: number, core: ChipCore): void => {
  const unit = UNITS.get(size);
  if (unit !== undefined) core.erase(address, unit);
  const status = unit === undefined ? PARAMETER_ERROR : 0;
  core.reply(longReply(0x0f, status, [size, ...u32(address)]));
};

const readStatus = (op: number, core: ChipCore): void =>
  core.reply(longReply(0x0c, 0, [op, core.flash.status.byteOf(op, core.at)]));

/** The ROM passes it on to the flash and does not wait for WIP. */
const writeStatus = (op: number, values: Uint8Array, core: ChipCore): void => {
  const value = core.flash.status.after(op, [...values]);
  if (value !== undefined) core.writeStatusRegister(value);
  core.reply(longReply(0x0d, 0, [op, ...values]));
};

/** A full-duplex transfer: as many bytes come back as went out, the first under the opcode. */
const spiAnswer = (sent: Uint8Array, id: JedecId): readonly number[] => {
  const answer = sent[0] === 0x9f ? [0, ...id] : [];
  return Array.from(sent, (_, index) => answer[index] ?? 0);
};
