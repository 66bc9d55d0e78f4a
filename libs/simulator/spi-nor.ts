import type { Hardware } from "./chip-core.ts";
import { type FaultOf, findFault } from "./fault.ts";
import { eraseMs, pageMs } from "./flash-timing.ts";
import type { JedecId } from "./nor-flash.ts";
import { sfdpOf } from "./sfdp.ts";

const WIP = 0x01;
const WEL = 0x02;
const PAGE_BYTES = 256;

/** What the bus reads when nobody drives it. */
const NOBODY = 0xff;

/** Bytes that come before an answer: the command, an address, a dummy byte. */
const HEADER_BYTES: ReadonlyMap<number, number> = new Map([
  [0x03, 4],
  [0x0b, 5],
  [0x5a, 5],
  [0x90, 4],
  [0x9f, 1],
  [0xab, 4],
]);

/** Bytes that an erase command erases; all, where it has no address. */
const ERASES: ReadonlyMap<number, number | "all"> = new Map<number, number | "all">([
  [0x20, 0x1000],
  [0x52, 0x8000],
  [0xd8, 0x10000],
  [0x60, "all"],
  [0xc7, "all"],
]);

const STATUS_READS: ReadonlySet<number> = new Set([0x05, 0x35, 0x15]);
const STATUS_WRITES: ReadonlySet<number> = new Set([0x01, 0x31, 0x11]);

/**
 * A board's flash as its SPI pins show it in SPI mode: a 25-series NOR. While it is busy it takes no command
 * but a read of its status; a change needs WREN before it, and one whose bytes do not fit is not made.
 */
export class SpiNor {
  readonly #hardware: Hardware;
  readonly #id: JedecId;
  readonly #sfdp: Uint8Array | undefined;
  #isEnabled = false;
  #busyUntil = Number.NEGATIVE_INFINITY;
  /** Erased and programmed since it came into SPI mode. */
  #changedBytes = 0;
  #hasDied = false;

  constructor(hardware: Hardware) {
    const { flash, faults } = hardware;
    this.#hardware = hardware;
    this.#id = findFault(faults, "spi-id")?.id ?? flash.id;
    this.#sfdp = sfdpOf(this.#id, flash.bytes.length);
  }

  /** Its supply was lost in the middle of a change. */
  get hasDied(): boolean {
    return this.#hasDied;
  }

  /** What is on MISO while `out` and then `read` more bytes are clocked, at `at` ms of the board's clock. */
  transfer(out: Uint8Array, read: number, at: number): Uint8Array {
    const miso = new Uint8Array(out.length + read).fill(NOBODY);
    const [op] = out;
    if (op === undefined) return miso;
    if (STATUS_READS.has(op)) return miso.fill(this.#status(op, at), 1);
    if (at < this.#busyUntil) return miso;
    const header = HEADER_BYTES.get(op);
    if (header === undefined) this.#command(op, out, at);
    else if (miso.length > header) this.#answer(op, out, miso.subarray(header));
    return miso;
  }

  #status(op: number, at: number): number {
    const byte = this.#hardware.flash.status.byteOf(op, at);
    if (op !== 0x05) return byte;
    return byte | (at < this.#busyUntil ? WIP : 0) | (this.#isEnabled ? WEL : 0);
  }

  #answer(op: number, out: Uint8Array, into: Uint8Array): void {
    const address = addressIn(out);
    const [maker, , capacity] = this.#id;
    // Data sheets give RES and REMS the capacity's code less one.
    const device = Math.max(0, capacity - 1);
    switch (op) {
      case 0x9f:
        into.set(this.#id.slice(0, into.length));
        break;
      case 0xab:
        into.fill(device);
        break;
      case 0x90:
        for (const at of into.keys()) into[at] = (at + address) % 2 === 0 ? maker : device;
        break;
      case 0x5a:
        into.set(this.#sfdp?.subarray(address, address + into.length) ?? []);
        break;
      default:
        into.set(this.#hardware.flash.read(address, into.length));
    }
  }

  #command(op: number, out: Uint8Array, at: number): void {
    // 50 enables the next write of the status register alone; it is not told from WREN here.
    if (op === 0x06 || op === 0x50) {
      this.#isEnabled = true;
      return;
    }
    const isEnabled = this.#isEnabled;
    if (op === 0x04 || op === 0x99) this.#isEnabled = false;
    if (!isEnabled) return;
    const unit = ERASES.get(op);
    if (STATUS_WRITES.has(op)) this.#writeStatus(op, [...out.subarray(1)], at);
    else if (op === 0x02) this.#program(out, at);
    else if (unit !== undefined) this.#erase(unit, out, at);
  }

  #writeStatus(op: number, values: readonly number[], at: number): void {
    this.#isEnabled = false;
    const { flash, timing } = this.#hardware;
    const value = values.length === 0 ? undefined : flash.status.after(op, values);
    if (value === undefined) return;
    this.#busyUntil = at + timing.statusWriteMs;
    flash.status.write(value & ~(WIP | WEL), { startAt: at, endAt: this.#busyUntil });
  }

  #erase(unit: number | "all", out: Uint8Array, at: number): void {
    if (out.length !== (unit === "all" ? 1 : 4)) return;
    const { flash, faults, timing } = this.#hardware;
    const length = unit === "all" ? flash.bytes.length : unit;
    const address = unit === "all" ? 0 : addressIn(out);
    const takesMs = eraseMs(timing, length) * (findFault(faults, "slow-erase")?.factor ?? 1);
    this.#change(length, takesMs, at, (span) => flash.erase(address, length, span));
  }

  /** What goes over the end of the page goes on at its start; of more than a page the last bytes count. */
  #program(out: Uint8Array, at: number): void {
    const data = out.subarray(4);
    if (data.length === 0) return;
    const { flash, faults, timing } = this.#hardware;
    const address = addressIn(out);
    const takesMs = pageMs(timing, address) * (findFault(faults, "slow-write")?.factor ?? 1);
    const within = address % PAGE_BYTES;
    const fits = within + data.length <= PAGE_BYTES;
    const start = fits ? address : address - within;
    const page = fits ? data : wrapped(data, within);
    this.#change(data.length, takesMs, at, (span) => flash.program(start, page, span));
  }

  #change(
    bytes: number,
    takesMs: number,
    at: number,
    make: (span: { readonly startAt: number; readonly endAt: number }) => void,
  ): void {
    this.#isEnabled = false;
    const { flash, faults } = this.#hardware;
    if (findFault(faults, "spi-protected") !== undefined) return;
    const death = this.#death;
    const rest = (death?.bytes ?? Number.POSITIVE_INFINITY) - this.#changedBytes;
    this.#changedBytes += bytes;
    if (death === undefined || rest > bytes) {
      this.#busyUntil = at + takesMs;
      make({ startAt: at, endAt: this.#busyUntil });
      flash.settle(at);
      return;
    }
    // Half done whatever it takes: at speed "instant" it takes no time.
    make({ startAt: at, endAt: at + 1 });
    flash.cut(at + rest / bytes);
    this.#hardware.spent.add(death);
    this.#hasDied = true;
  }

  /** The loss of the supply that is yet to strike. */
  get #death(): FaultOf<"spi-dies-at"> | undefined {
    const fault = findFault(this.#hardware.faults, "spi-dies-at");
    return fault === undefined || this.#hardware.spent.has(fault) ? undefined : fault;
  }
}

const addressIn = (out: Uint8Array): number =>
  ((out[1] ?? 0) << 16) | ((out[2] ?? 0) << 8) | (out[3] ?? 0);

const wrapped = (data: Uint8Array, from: number): Uint8Array => {
  const page = new Uint8Array(PAGE_BYTES).fill(0xff);
  for (const [index, byte] of data.entries()) page[(from + index) % PAGE_BYTES] = byte;
  return page;
};
