import type { ResetReason } from "./boot-log.ts";
import type { Hardware } from "./chip-core.ts";
import { findFault } from "./fault.ts";
import { SpiNor } from "./spi-nor.ts";

/** Nobody knows how long a real chip listens; tools send their pattern at once (uart-protocol.md section 9). */
const WINDOW_MS = 100;
const CALL = 0xd2;
/** Bytes of the shortest transfer that calls: as many as BK7231GUIFlashTool sends in one. */
const CALL_BYTES = 25;

/** What the bus reads when nobody drives it, and when a chip without supply pulls it down. */
const NOBODY = 0xff;
const UNSUPPLIED = 0x00;

/** A chip's SPI pins (P20 to P23): silent until it is called into SPI mode, then its flash's. */
export class SpiPins {
  readonly #hardware: Hardware;
  readonly #isDeaf: boolean;
  #isUp = false;
  #openUntil = Number.NEGATIVE_INFINITY;
  #nor: SpiNor | undefined;

  /** `can`: whether the chip has SPI mode. */
  constructor(hardware: Hardware, can: boolean) {
    this.#hardware = hardware;
    this.#isDeaf = !can || findFault(hardware.faults, "spi-silent") !== undefined;
  }

  /** In SPI mode, in which its CPU stands still. */
  get isCalled(): boolean {
    return this.#nor !== undefined;
  }

  /** Its supply was lost in SPI mode. */
  get hasDied(): boolean {
    return this.#nor?.hasDied ?? false;
  }

  /** The chip came up at `at`; only power and CEN open the window. */
  start(at: number, reason: ResetReason): void {
    this.#isUp = true;
    if (!this.#isDeaf && reason === "power-on") this.#openUntil = at + WINDOW_MS;
  }

  /** It has no supply, or CEN is low. */
  stop(): void {
    this.#isUp = false;
    this.#openUntil = Number.NEGATIVE_INFINITY;
    this.#nor = undefined;
  }

  /** What is on MISO while `out` and then `read` more bytes are clocked. */
  transfer(out: Uint8Array, read: number, at: number): Uint8Array {
    if (this.#nor !== undefined) return this.#nor.transfer(out, read, at);
    const miso = new Uint8Array(out.length + read);
    if (!this.#isUp) return miso.fill(UNSUPPLIED);
    if (at > this.#openUntil || out[0] !== CALL || out.length < CALL_BYTES)
      return miso.fill(NOBODY);
    this.#nor = new SpiNor(this.#hardware);
    // The echo that hid_download_py saw.
    miso[0] = CALL;
    return miso;
  }
}
