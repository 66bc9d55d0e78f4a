import { closeSync, writeSync } from "node:fs";
import { ReadStream } from "node:tty";
import type { Clock } from "../clock/clock.ts";
import type { AdapterConfig } from "../jig/jig.ts";
import { joinBytes } from "./join-bytes.ts";
import { openPty, type PtyEnds, readBaudRate } from "./native-pty.ts";
import { type Random, seededRandom } from "./random.ts";
import { sentBefore } from "./sent-before.ts";
import { UsbAdapter } from "./usb-adapter.ts";
import { hear, ratesAgree } from "./wire.ts";

/** Takes what a host sends, with the rate in baud it sends at. */
export type HostListener = (bytes: Uint8Array, baud: number) => void;

/**
 * A serial port for a host on this machine, the chip's side in our hands. The slave stays open here
 * too, so hosts may come and go.
 */
export class PtyPort implements Disposable {
  /** What a host opens. */
  readonly path: string;
  readonly #ends: PtyEnds;
  readonly #adapter: UsbAdapter;
  readonly #stream: ReadStream;
  readonly #random: Random = seededRandom(1);
  readonly #listeners = new Set<HostListener>();
  /** Heard, and waiting for the host's rate to be known. */
  #heard: Uint8Array[] = [];
  /** The rate when it was last looked up. */
  #hostBaud = 115_200;
  /** The rate of the last bytes that listeners were told. */
  #toldBaud = 115_200;
  #sending: Promise<void> | undefined;
  #isOpen = true;
  /** Looks at the host's rate that have not ended. */
  #looks = 0;

  private constructor(ends: PtyEnds, adapter: AdapterConfig, clock: Clock) {
    this.path = ends.path;
    this.#adapter = new UsbAdapter(adapter, clock, (bytes) => this.#put(bytes));
    this.#ends = ends;
    this.#stream = new ReadStream(ends.master);
    this.#stream.on("data", (chunk: Buffer) => this.#receive(chunk));
  }

  /** `adapter` is what the host is to believe that it talks through; none if absent. */
  static async open(clock: Clock, adapter: AdapterConfig = {}): Promise<PtyPort> {
    return new PtyPort(await openPty(), adapter, clock);
  }

  onBytes(listener: HostListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  /** The chip sends at `baud`: garbage for a host that listens at another rate. */
  write(bytes: Uint8Array, baud: number): void {
    if (this.#sending === undefined && ratesAgree(baud, this.#hostBaud)) {
      this.#adapter.hear(bytes, baud);
      return;
    }
    // The host may have changed its rate without a word: look before calling it garbage.
    const sending = (this.#sending ?? Promise.resolve())
      .then(() => this.#lookUpRate())
      .then(() => this.#adapter.hear(hear(bytes, baud, this.#hostBaud, this.#random), baud))
      .finally(() => {
        if (this.#sending === sending) this.#sending = undefined;
      });
    this.#sending = sending;
  }

  [Symbol.dispose](): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#listeners.clear();
    this.#adapter[Symbol.dispose]();
    this.#stream.destroy();
    if (this.#looks === 0) closeSync(this.#ends.slave);
  }

  #receive(chunk: Uint8Array): void {
    this.#heard.push(chunk);
    if (this.#heard.length > 1) return;
    void this.#lookUpRate().then(() => {
      const bytes = joinBytes(this.#heard);
      this.#heard = [];
      const hasChanged = this.#hostBaud !== this.#toldBaud;
      const early = hasChanged ? sentBefore(bytes, this.#hostBaud) : 0;
      this.#tell(bytes.subarray(0, early), this.#toldBaud);
      this.#tell(bytes.subarray(early), this.#hostBaud);
    });
  }

  #tell(bytes: Uint8Array, baud: number): void {
    if (bytes.length === 0) return;
    this.#toldBaud = baud;
    for (const listener of this.#listeners) listener(bytes, baud);
  }

  async #lookUpRate(): Promise<void> {
    if (!this.#isOpen) return;
    this.#looks += 1;
    try {
      this.#hostBaud = this.#adapter.rateFor(await readBaudRate(this.#ends.slave));
    } catch (error) {
      // Hung up in between: the rate is of no use any more.
      if (this.#isOpen) throw error;
    } finally {
      this.#looks -= 1;
      // Not before: the next port to be opened could get its number.
      if (!this.#isOpen && this.#looks === 0) closeSync(this.#ends.slave);
    }
  }

  /**
   * Bytes nobody reads are lost once the kernel's buffer is full, as on a wire. The stream is not
   * asked to write: libuv would wait for the reader, and with it every other board.
   */
  #put(bytes: Uint8Array): void {
    if (!this.#isOpen) return;
    try {
      writeSync(this.#ends.master, bytes);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
    }
  }
}
