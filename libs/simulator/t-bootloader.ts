import { crc32 } from "../bytes/crc32.ts";
import { readU32 } from "../bytes/little-endian.ts";
import type { ChipCore } from "./chip-core.ts";
import type { DownloadMode } from "./personality.ts";
import { longReply, shortReply, u32 } from "./reply-frame.ts";
import type { ArrivedPage, Request } from "./request-parser.ts";
import type { TuyaBootloader } from "./tuya-bootloaders.ts";

/** Payload bytes of the version answer, padded with NUL. */
const VERSION_BYTES = 16;

/** Lowest address of erase, read and write 06; write 07 looks at another one (section 5.2). */
const LOWEST = 0x10000;
const LOWEST_4K = 0x20e0;
const REFUSED = 6;

const PAGE_BYTES = 256;
const SECTOR_BYTES = 4096;
/** "Protect all" as the CRC command leaves it (section 4.1). */
const ALL_PROTECTED = 0x7c;

/** Bytes erased by size code; any other is accepted and ignored. */
const UNITS: ReadonlyMap<number, number> = new Map([
  [0x20, 0x1000],
  [0xd8, 0x10000],
]);

/** What the 2 ms tick makes of the set-baud delay (section 1.2). */
const DELAY_TICK_MS = 2;
/** A busy loop before the watchdog bites. */
const REBOOT_MS = 2;

/**
 * BK7231T's bootloader 1.0.5 as uart-protocol.md sections 3 to 5 saw it run. Those of its relatives
 * are taken to behave alike, as nobody has seen them run.
 */
export class TBootloader implements DownloadMode {
  readonly #tuyas: TuyaBootloader | undefined;
  readonly #fingerprint: number | undefined;
  #unprotectOnErase = false;
  /** Status bits that no later write of this life clears. */
  #keptStatus = 0;

  /**
   * `tuyas`: which of Tuya's it is, if it is one. `foreign`: CRC-32 (zlib form) to report for the
   * bootloader's start in place of the true one, as that of another maker's.
   */
  constructor(tuyas: TuyaBootloader | undefined, foreign: number | undefined) {
    this.#tuyas = foreign === undefined ? tuyas : undefined;
    this.#fingerprint = foreign ?? tuyas?.fingerprint;
  }

  /** Before it is linked it acts on nothing but a link check (section 6.1). */
  execute({ kind, op, payload }: Request, core: ChipCore): void {
    const isLinkCheck = kind === "short" && op === 0x00;
    if (core.state !== "linked" && !isLinkCheck) return;
    if (kind === "short") this.#short(op, payload, core);
    else this.#long(op, payload, core);
  }

  acceptPage({ address, data }: ArrivedPage, core: ChipCore): void {
    if (core.state === "linked" && address >= LOWEST_4K) core.program(address, data);
  }

  #short(op: number, payload: Uint8Array, core: ChipCore): void {
    switch (op) {
      case 0x00:
        this.#unprotectOnErase = true;
        core.link();
        core.reply(shortReply(0x01, [0x00]), "link-check");
        break;
      case 0x0e:
        if (payload[0] === 0xa5) reboot(core);
        break;
      case 0x0f:
        setBaud(payload, core);
        break;
      case 0x10:
        this.#crc(readU32(payload, 0), readU32(payload, 4), core);
        break;
      case 0x11:
        this.#tellVersion(core);
        break;
      default:
    }
  }

  #long(op: number, payload: Uint8Array, core: ChipCore): void {
    switch (op) {
      case 0x06:
        write256(payload, core);
        break;
      case 0x07:
        write4k(payload, core);
        break;
      case 0x09:
        read4k(readU32(payload, 0), core);
        break;
      case 0x0f:
        this.#erase(payload[0] ?? 0, readU32(payload, 1), core);
        break;
      default:
    }
  }

  /** Another maker's bootloader does not know the command. */
  #tellVersion(core: ChipCore): void {
    if (this.#tuyas === undefined) return;
    const name = this.#tuyas.name.padEnd(VERSION_BYTES, "\0");
    core.reply(shortReply(0x11, Buffer.from(name, "latin1")));
  }

  /** Whole blocks of 256 only; protects the flash again (sections 4.1, 5.4). */
  #crc(start: number, end: number, core: ChipCore): void {
    const length = end < start ? 0 : Math.floor((end - start + 1) / PAGE_BYTES) * PAGE_BYTES;
    const isFingerprint = start % core.flash.bytes.length === 0 && length === PAGE_BYTES;
    const value = core.crc(start, length, (bytes) =>
      isFingerprint && this.#fingerprint !== undefined ? this.#fingerprint : crc32(bytes),
    );
    core.writeStatusRegister(ALL_PROTECTED);
    if (this.#tuyas?.reopens === "after-reset") this.#keptStatus = ALL_PROTECTED;
    core.reply(shortReply(0x10, u32(~value >>> 0)));
  }

  /** The lower limit is compared as a signed number (section 5.2). */
  #erase(size: number, address: number, core: ChipCore): void {
    const isAllowed = (address | 0) >= LOWEST;
    if (isAllowed) {
      const isClosed = (core.flash.status.read(core.at) & ALL_PROTECTED) !== 0;
      if (this.#unprotectOnErase && isClosed) core.writeStatusRegister(this.#keptStatus);
      this.#unprotectOnErase = false;
      const unit = UNITS.get(size);
      if (unit !== undefined) core.erase(address, unit);
    }
    core.reply(longReply(0x0f, isAllowed ? 0 : REFUSED, [size, ...u32(address)]));
  }
}

const reboot = (core: ChipCore): void => {
  core.spend(REBOOT_MS);
  core.reset("reboot-command");
};

/** Switches at once, waits, then answers at the new rate (section 1.2). */
const setBaud = (payload: Uint8Array, core: ChipCore): void => {
  const asked = readU32(payload, 0);
  const delay = payload[4] ?? 0;
  core.setBaud(asked);
  core.spend((delay + 1) * DELAY_TICK_MS);
  core.reply(shortReply(0x0f, [...u32(asked), delay]));
};

const write256 = (payload: Uint8Array, core: ChipCore): void => {
  const address = readU32(payload, 0);
  const data = payload.subarray(4);
  const isAllowed = address >= LOWEST;
  if (isAllowed) core.program(address, data);
  const status = isAllowed ? 0 : REFUSED;
  core.reply(longReply(0x06, status, [...u32(address), data.length & 0xff]));
};

/** All pages but the last were programmed as they came; a refusal mangles the echoed address. */
const write4k = (payload: Uint8Array, core: ChipCore): void => {
  const address = readU32(payload, 0);
  const data = payload.subarray(4);
  if (address < LOWEST_4K) {
    const mangled = ((address & 0xffff0000) | LOWEST_4K) >>> 0;
    core.reply(longReply(0x07, REFUSED, u32(mangled)));
    return;
  }
  if (data.length >= PAGE_BYTES && data.length % PAGE_BYTES === 0)
    core.program(address + data.length - PAGE_BYTES, data.subarray(-PAGE_BYTES));
  core.reply(longReply(0x07, 0, u32(address)));
};

const read4k = (address: number, core: ChipCore): void => {
  const isAllowed = address >= LOWEST;
  const data = isAllowed ? core.flash.read(address, SECTOR_BYTES) : new Uint8Array([0]);
  core.reply(longReply(0x09, isAllowed ? 0 : REFUSED, u32(address), data));
};
