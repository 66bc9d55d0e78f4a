import { joinBytes } from "../../../libs/simulator/join-bytes.ts";
import { byteMs } from "../../../libs/simulator/wire.ts";
import type { VirtualAdapter } from "./virtual-adapter.ts";

/** What the kernel takes of a write before it makes the writer wait. */
const KERNEL_BUFFER = 4096;
/** What leaves in one piece. */
const USB_PACKET = 64;

/** What serialport's stream asks for in opening. */
export interface OpenOptions {
  readonly path: string;
  readonly baudRate: number;
  readonly lock?: boolean;
}

/** What nobody asks otherwise for here. */
const USUAL_OPTIONS = {
  dataBits: 8,
  stopBits: 1,
  parity: "none",
  rtscts: false,
  xon: false,
  xoff: false,
  xany: false,
  hupcl: true,
  lock: true,
} as const;

interface Reading {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly length: number;
  readonly resolve: (read: { buffer: Buffer; bytesRead: number }) => void;
  readonly reject: (error: Error) => void;
}

interface Writing {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const canceled = (): Error => Object.assign(new Error("Canceled"), { canceled: true });
const ioError = (call: string): Error => new Error(`Error: Input/output error, cannot ${call}`);

/** An open file descriptor of a serial port, under serialport's own stream, on the adapter's clock. */
export class AdapterConnection {
  readonly openOptions: typeof USUAL_OPTIONS & OpenOptions;
  isOpen = true;
  readonly #adapter: VirtualAdapter;
  readonly #onClosed: () => void;
  #isGone = false;
  #received: Uint8Array[] = [];
  #reading: Reading | undefined;
  #unsent: Uint8Array = new Uint8Array(0);
  #sending: Disposable | undefined;
  #writing: Writing | undefined;
  #toldBaud = 0;

  constructor(adapter: VirtualAdapter, options: OpenOptions, onClosed: () => void) {
    this.#adapter = adapter;
    this.#onClosed = onClosed;
    this.openOptions = { ...USUAL_OPTIONS, ...options, lock: true };
    this.#tune(options.baudRate);
  }

  /** Bytes arrived. */
  take(bytes: Uint8Array): void {
    this.#received.push(bytes);
    this.#answerRead();
  }

  /** The plug is pulled: who waits is told, who does not learns it from the next call. */
  lose(): void {
    this.#isGone = true;
    this.#sending?.[Symbol.dispose]();
    this.#reading?.reject(new Error("bad file descriptor"));
    this.#reading = undefined;
    this.#writing?.reject(new Error("EIO: i/o error, write"));
    this.#writing = undefined;
  }

  read(buffer: Buffer, offset: number, length: number) {
    return new Promise<{ buffer: Buffer; bytesRead: number }>((resolve, reject) => {
      if (this.#isGone) return reject(new Error("bad file descriptor"));
      if (!this.isOpen) return reject(canceled());
      this.#reading = { buffer, offset, length, resolve, reject };
      this.#answerRead();
    });
  }

  async write(bytes: Buffer): Promise<void> {
    await this.#adapter.passes("write");
    if (!this.isOpen) throw canceled();
    if (this.#isGone) throw new Error("EIO: i/o error, write");
    this.#unsent = joinBytes([this.#unsent, Uint8Array.from(bytes)]);
    if (this.#sending === undefined) this.#sendNext();
    if (this.#unsent.length <= KERNEL_BUFFER) return;
    await new Promise<void>((resolve, reject) => {
      this.#writing = { resolve, reject };
    });
  }

  async close(): Promise<void> {
    if (!this.isOpen) throw new Error("Port is not open");
    this.isOpen = false;
    this.#sending?.[Symbol.dispose]();
    this.#reading?.reject(canceled());
    this.#writing?.reject(canceled());
    await this.#adapter.passes("close");
    this.#adapter.connections.delete(this);
    if (this.#adapter.connections.size === 0) this.#adapter.dropLines();
    this.#onClosed();
  }

  /** As tcsetattr after tcflush: what was not sent or read yet is lost. */
  async update({ baudRate }: { readonly baudRate: number }): Promise<void> {
    await this.#reach("update");
    this.#unsent = new Uint8Array(0);
    this.#received = [];
    this.#tune(baudRate);
  }

  /** Writes every line: what is not named is asserted, as serialport's stream fills it in. */
  async set({ rts, dtr }: { readonly rts?: boolean; readonly dtr?: boolean }): Promise<void> {
    await this.#reach("set");
    if (this.#adapter.traits.lines === "absent")
      throw new Error("Error: Inappropriate ioctl for device, cannot set");
    this.#adapter.setLines({ rts: rts === true, dtr: dtr === true });
  }

  async get() {
    return { cts: false, dsr: false, dcd: false };
  }

  async getBaudRate() {
    if (this.#isGone) throw ioError("get baud rate");
    return { baudRate: this.#toldBaud };
  }

  async flush(): Promise<void> {
    this.#received = [];
  }

  /** Blocks a thread of the pool until the wire is empty: nothing of ours may call it. */
  async drain(): Promise<void> {
    throw new Error("drain was called");
  }

  async #reach(call: "set" | "update"): Promise<void> {
    await this.#adapter.passes(call);
    if (this.#isGone) throw ioError(call);
  }

  #tune(asked: number): void {
    const tuning = this.#adapter.traits.tune?.(asked) ?? { told: asked, wire: asked };
    if (tuning === "refused")
      throw new Error(`Error: Invalid argument || while setting custom baud rate of ${asked}`);
    this.#toldBaud = tuning.told;
    this.#adapter.wireBaud = tuning.wire;
  }

  #answerRead(): void {
    const reading = this.#reading;
    if (reading === undefined || this.#received.length === 0) return;
    const all = joinBytes(this.#received);
    const bytes = all.subarray(0, reading.length);
    this.#received = bytes.length < all.length ? [all.subarray(bytes.length)] : [];
    this.#reading = undefined;
    reading.buffer.set(bytes, reading.offset);
    reading.resolve({ buffer: reading.buffer, bytesRead: bytes.length });
  }

  #sendNext(): void {
    this.#sending = undefined;
    const packet = this.#unsent.subarray(0, USB_PACKET);
    if (packet.length === 0) return;
    this.#unsent = this.#unsent.subarray(packet.length);
    const { clock, wireBaud } = this.#adapter;
    this.#adapter.send(packet);
    this.#sending = clock.after(packet.length * byteMs(wireBaud), () => this.#sendNext());
    if (this.#unsent.length > KERNEL_BUFFER) return;
    this.#writing?.resolve();
    this.#writing = undefined;
  }
}
