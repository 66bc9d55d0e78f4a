import type { Failure } from "../failure/failure.ts";

/** When a port did something, in ms from the beginning of the watch. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** What one port said during one watch; ports that said nothing have none. */
export interface Hearing {
  readonly port: string;
  /** Valid answers to link checks: the port is wired to a chip's UART1, and the chip was started. */
  readonly answered: Span | undefined;
  /** Text of a boot log or an application. `banner`: the bootloader as it named itself, not escaped. */
  readonly logged: (Span & { readonly banner: string | undefined }) | undefined;
  /** Our own link checks came back: TX and RX are joined. */
  readonly echo: boolean;
  /** Bytes that were neither, in all. */
  readonly noise: number;
}

/** Which ports answered when one port alone called. */
export interface Sender {
  readonly from: string;
  readonly answeredOn: readonly string[];
}

/**
 * A port whose board has power though its control is off. "line": it fell silent while the port held
 * its RX low, so it lived on that; "supply": it did not, so it has power from elsewhere.
 */
export interface Alive {
  readonly port: string;
  readonly feed: "line" | "supply";
}

/** One movement of one control, on and off again, with everything else off. */
export interface Move {
  readonly control: string;
  /** Why it could not be moved, or not back. */
  readonly trouble: Failure | undefined;
  /** How long the control took to switch on, in ms. */
  readonly switchedMs: number;
  /** From before it was switched on, with all ports calling. */
  readonly on: readonly Hearing[];
  /** How long that was listened for, in ms. */
  readonly listenedMs: number;
  /** Who is heard by whom, as far as it was looked into. */
  readonly senders: readonly Sender[];
  /** From when it was switched off, with all ports calling. */
  readonly off: readonly Hearing[];
  /** Ports that still answered at the end of that. */
  readonly alive: readonly Alive[];
  /** Switched on once more with nobody calling; empty where that was not tried. */
  readonly quiet: readonly Hearing[];
}

/** A port that could not be used, or was lost on the way. */
export interface PortTrouble {
  readonly port: string;
  readonly failure: Failure;
}

/** All that was seen; what it means is another matter. */
export interface Survey {
  readonly troubles: readonly PortTrouble[];
  /** With every control off, all ports calling. */
  readonly idle: readonly Hearing[];
  /** Ports that answered then. */
  readonly alive: readonly Alive[];
  /** In the order they were made; a control may come more than once. */
  readonly moves: readonly Move[];
  /** With every control on; undefined where that was not needed. */
  readonly allOn: readonly Hearing[] | undefined;
}
