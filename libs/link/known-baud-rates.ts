import { PortError } from "./serial-link.ts";

/**
 * Rates the kernel names, in baud. serialport accepts any number and the driver then quietly picks
 * another, so only these are allowed; whether an adapter really has one is read back after setting.
 */
export const KNOWN_BAUD_RATES: readonly number[] = [
  9600, 19200, 38400, 57600, 115200, 230400, 460800, 500000, 576000, 921600, 1000000, 1152000,
  1500000, 2000000, 2500000, 3000000,
];

/** Throws `PortError` unless the rate is one of `KNOWN_BAUD_RATES`. */
export const requireKnownBaudRate = (path: string, baud: number): void => {
  if (KNOWN_BAUD_RATES.includes(baud)) return;
  throw new PortError(path, { kind: "other", text: `${baud} is not a baud rate ports have` });
};
