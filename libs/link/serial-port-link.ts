import type { Clock } from "../clock/clock.ts";
import { requireKnownBaudRate } from "./known-baud-rates.ts";
import { type Done, PortCalls } from "./port-calls.ts";
import type { PortSettings, PortStream } from "./port-stream.ts";
import { type ModemLines, PortError, type SerialLink } from "./serial-link.ts";

/** A healthy port answers every call in milliseconds. */
const CALL_LIMIT_MS = 5000;
/** Start, eight data and stop bits. */
const BITS_PER_BYTE = 10;
/** How far an adapter's divisor may take it from the rate asked for (it reports what it chose). */
const BAUD_TOLERANCE = 0.03;

/**
 * A `SerialLink` over serialport's stream. An unplugged port that nobody reads tells nobody, so
 * this reads from the first moment to the last.
 */
export class SerialPortLink implements SerialLink {
  readonly path: string;
  readonly #stream: PortStream;
  readonly #calls: PortCalls;
  readonly #byteListeners = new Set<(chunk: Uint8Array) => void>();
  readonly #lossListeners = new Set<(error: PortError) => void>();
  #baudRate: number;
  #unsentBytes = 0;
  #closing: Promise<void> | undefined;

  constructor(stream: PortStream, settings: PortSettings, clock: Clock) {
    this.path = settings.path;
    this.#baudRate = settings.baudRate;
    this.#stream = stream;
    this.#calls = new PortCalls(settings.path, clock);
    stream.on("data", (chunk) => this.#deliver(chunk));
    stream.on("error", (error) => this.#lose(this.#calls.errorFrom(error)));
    stream.on("close", (error) => this.#lose(this.#calls.errorFrom(error)));
  }

  get baudRate(): number {
    return this.#baudRate;
  }

  /** Whether a call of this connection has not come back for too long: it holds a thread of the process. */
  get isStuck(): boolean {
    return this.#calls.isStuck;
  }

  /** Opens the stream; once only. Rejects with `PortError`. */
  async open(): Promise<void> {
    let abandoned = false;
    try {
      await this.#call((done) =>
        this.#stream.open((error) => {
          // Open after all, when nobody waits any more: it must not stay open and locked.
          if (abandoned && !error) this.#stream.close(() => undefined);
          done(error);
        }),
      );
    } catch (error) {
      abandoned = true;
      throw error;
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#unsentBytes += bytes.length;
    const wireMs = (this.#unsentBytes * BITS_PER_BYTE * 1000) / this.#baudRate;
    try {
      await this.#call((done) => this.#stream.write(bytes, done), CALL_LIMIT_MS + wireMs);
    } finally {
      this.#unsentBytes -= bytes.length;
    }
  }

  onBytes(listener: (chunk: Uint8Array) => void): Disposable {
    this.#byteListeners.add(listener);
    return { [Symbol.dispose]: () => this.#byteListeners.delete(listener) };
  }

  onLost(listener: (error: PortError) => void): Disposable {
    const { ended } = this.#calls;
    if (ended === undefined) this.#lossListeners.add(listener);
    else if (this.#closing === undefined) listener(ended);
    return { [Symbol.dispose]: () => this.#lossListeners.delete(listener) };
  }

  async setBaudRate(baud: number): Promise<void> {
    requireKnownBaudRate(this.path, baud);
    try {
      await this.#call((done) => this.#stream.update({ baudRate: baud }, done));
    } catch (error) {
      const { trouble } = this.#calls.errorFrom(error);
      if (trouble.kind !== "other") throw error;
      throw new PortError(
        this.path,
        { kind: "baud-refused", text: trouble.text },
        { cause: error },
      );
    }
    const taken = await this.#readBaudRate();
    const isClose = Math.abs(taken - baud) <= baud * BAUD_TOLERANCE;
    this.#baudRate = isClose ? baud : taken;
    if (isClose) return;
    const text = `the adapter took ${taken} baud in place of ${baud}`;
    throw new PortError(this.path, { kind: "baud-refused", text });
  }

  setLines({ rts, dtr }: ModemLines): Promise<void> {
    // What is not named here serialport would assert.
    return this.#call((done) => this.#stream.set({ rts, dtr, brk: false }, done));
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const wasLost = this.#calls.ended !== undefined;
    this.#byteListeners.clear();
    this.#lossListeners.clear();
    this.#calls.end(
      new PortError(this.path, { kind: "other", text: "was closed by this program" }),
    );
    if (!this.#stream.isOpen) return;
    try {
      await this.#calls.runLast(CALL_LIMIT_MS, (done) => this.#stream.close(done));
    } catch (error) {
      // A lost port may fail to close, too; its loss was told already.
      if (!wasLost) throw error;
    }
  }

  async #readBaudRate(): Promise<number> {
    let taken = 0;
    await this.#call((done) => {
      const { port } = this.#stream;
      if (port === undefined) return done(new Error("Port is not open"));
      port.getBaudRate().then((answer) => {
        taken = answer.baudRate;
        done();
      }, done);
    });
    return taken;
  }

  #deliver(chunk: Uint8Array): void {
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (const listener of [...this.#byteListeners]) listener(bytes);
  }

  /** Idempotent: one unplug comes as `close`, as `error` and two `close`, and as failed calls. */
  #lose(error: PortError): void {
    if (this.#calls.ended !== undefined) return;
    const listeners = [...this.#lossListeners];
    this.#lossListeners.clear();
    this.#calls.end(error);
    for (const listener of listeners) listener(error);
  }

  async #call(start: (done: Done) => void, limitMs = CALL_LIMIT_MS): Promise<void> {
    try {
      await this.#calls.run(limitMs, start);
    } catch (error) {
      const failed = this.#calls.errorFrom(error);
      // A hung or vanished port stays so: later calls must not wait their time again.
      if (failed.trouble.kind === "hung" || failed.trouble.kind === "unplugged") this.#lose(failed);
      throw failed;
    }
  }
}
