/** RTS and DTR as a pair, always both: setting one alone would assert the other (hardware.md). */
export interface ModemLines {
  /** true = asserted = pin low. */
  readonly rts: boolean;
  readonly dtr: boolean;
}

/** Why a port cannot be used. Thrown by everything a `SerialLink` and its opener do. */
export type PortTrouble =
  | { readonly kind: "missing" }
  | { readonly kind: "denied" }
  | { readonly kind: "busy" }
  | { readonly kind: "unplugged" }
  | { readonly kind: "hung"; readonly waitedMs: number }
  | { readonly kind: "no-modem-lines" }
  /** The adapter has no such rate; it may have taken another one. */
  | { readonly kind: "baud-refused"; readonly text: string }
  | { readonly kind: "other"; readonly text: string };

/** A port failed. Classified once, where serialport is known; `cause` keeps the original. */
export class PortError extends Error {
  readonly path: string;
  readonly trouble: PortTrouble;

  constructor(path: string, trouble: PortTrouble, options?: ErrorOptions) {
    super(`${path}: ${"text" in trouble ? trouble.text : trouble.kind}`, options);
    this.name = "PortError";
    this.path = path;
    this.trouble = trouble;
  }
}

/**
 * All that the rest of the code knows about an open UART. Bytes go out in order; nothing waits for
 * the wire (no drain): a caller that must know when bytes have left computes it from the baud rate.
 */
export interface SerialLink extends AsyncDisposable {
  /** The path it was opened by. */
  readonly path: string;
  /** The rate in force, in baud. */
  readonly baudRate: number;
  /** Resolves when the operating system has taken the bytes; rejects with `PortError`. */
  write(bytes: Uint8Array): Promise<void>;
  /** Bytes as they arrive, in chunks of any size. Chunks are the listener's to keep. */
  onBytes(listener: (chunk: Uint8Array) => void): Disposable;
  /** Called once if the port is lost while open, also when idle; at once if it is lost already. */
  onLost(listener: (error: PortError) => void): Disposable;
  /**
   * Changes the rate for both directions. Bytes still on their way out or not delivered yet are
   * lost. Rejects with `PortError`, as `baud-refused` also when the adapter took another rate:
   * `baudRate` then tells which.
   */
  setBaudRate(baud: number): Promise<void>;
  /** Sets both lines at once; rejects with `PortError` (`no-modem-lines` on a pseudo-terminal). */
  setLines(lines: ModemLines): Promise<void>;
}

/** A wire as one who only listens sees it. */
export type ByteSource = Pick<SerialLink, "onBytes" | "onLost">;
