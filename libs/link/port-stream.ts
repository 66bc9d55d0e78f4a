import { SerialPort } from "serialport";
import { recyclePollers } from "./recycle-pollers.ts";

recyclePollers();

/** What a link needs to know to open a port. */
export interface PortSettings {
  readonly path: string;
  /** In baud. */
  readonly baudRate: number;
}

/** Called once with null, or with what went wrong. */
type Done = (error: Error | null | undefined) => void;

/** The part of serialport's stream a link uses: a stand-in with other wires can take its place. */
export interface PortStream {
  readonly isOpen: boolean;
  /** The binding under an open stream. */
  readonly port?: { getBaudRate(): Promise<{ readonly baudRate: number }> } | undefined;
  open(done: Done): void;
  write(bytes: Uint8Array, done: Done): boolean;
  update(options: { readonly baudRate: number }, done: Done): void;
  set(
    lines: { readonly rts: boolean; readonly dtr: boolean; readonly brk: boolean },
    done: Done,
  ): void;
  close(done: Done): void;
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  on(event: "error" | "close", listener: (error: Error | null | undefined) => void): unknown;
}

/** Makes a stream that is not open yet. */
export type MakePortStream = (settings: PortSettings) => PortStream;

/** A port of this machine, locked against other openers and dropping its lines when it closes. */
export const makeSerialPort: MakePortStream = (settings) =>
  new SerialPort({ ...settings, autoOpen: false, lock: true, hupcl: true });
