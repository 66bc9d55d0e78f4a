import type { Clock } from "../clock/clock.ts";
import { systemClock } from "../clock/system-clock.ts";
import { requireKnownBaudRate } from "./known-baud-rates.ts";
import { type MakePortStream, makeSerialPort } from "./port-stream.ts";
import { PortError, type SerialLink } from "./serial-link.ts";
import { SerialPortLink } from "./serial-port-link.ts";

/** How a port is opened. */
export interface SerialLinkOptions {
  /** One of `KNOWN_BAUD_RATES`. */
  readonly baudRate: number;
  /** Limits all waits; a port of this machine needs the machine's own time. */
  readonly clock?: Clock;
  /** serialport, unless other wires take its place. */
  readonly makeStream?: MakePortStream;
  /** Told of the connection before it is opened: also of one that never comes to be. */
  readonly onMade?: (connection: { readonly isStuck: boolean }) => void;
}

/**
 * Opens a port for this process alone, at 8N1, with RTS and DTR released as soon as it is open
 * (the kernel raises both in opening, uart-protocol.md section 1.3). Every call makes a fresh
 * connection: a lost one is never reused, because it would send the bytes that got stuck in it.
 * @throws PortError
 */
export const openSerialLink = async (
  path: string,
  { baudRate, clock = systemClock, makeStream = makeSerialPort, onMade }: SerialLinkOptions,
): Promise<SerialLink> => {
  requireKnownBaudRate(path, baudRate);
  const link = new SerialPortLink(makeStream({ path, baudRate }), { path, baudRate }, clock);
  onMade?.(link);
  await link.open();
  try {
    await link.setLines({ rts: false, dtr: false });
  } catch (error) {
    // A port without them is as good as one with both released; who needs them sets them again.
    if (error instanceof PortError && error.trouble.kind === "no-modem-lines") return link;
    // Why it cannot be used says more than a trouble in closing it.
    await link[Symbol.asyncDispose]().catch(() => undefined);
    throw error;
  }
  return link;
};
