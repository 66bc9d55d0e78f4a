import type { PortTrouble } from "./serial-link.ts";

/**
 * serialport's native part gives text without a code: "Error: <strerror>, cannot <call>" or
 * "Error <strerror> Cannot lock port". Reads and writes come from Node with the code in front:
 * "EIO: i/o error, read"; waiting for either ends in libuv's bare words. The path, when there is
 * one, comes last, so matching starts in front.
 */
const TEXTS: readonly (readonly [RegExp, PortTrouble])[] = [
  [/^(Error:? )?Inappropriate ioctl for device, cannot [sg]et/, { kind: "no-modem-lines" }],
  [/^(Error:? )?No such file or directory\b/, { kind: "missing" }],
  [/^(Error:? )?No such device( or address)?,? cannot open/i, { kind: "missing" }],
  [/^(Error:? )?(Permission denied|Operation not permitted)\b/, { kind: "denied" }],
  [/^(Error:? )?Resource temporarily unavailable,? cannot lock/i, { kind: "busy" }],
  [/^(Error:? )?Device or resource busy\b/, { kind: "busy" }],
  [/^(Error:? )?(Input\/output error|No such device)\b/, { kind: "unplugged" }],
  [/^(bad file descriptor|i\/o error|no such device( or address)?)$/, { kind: "unplugged" }],
  [/^(EIO|ENXIO|ENODEV|EBADF|EPIPE)\b/, { kind: "unplugged" }],
  [/^Port is not open$/, { kind: "unplugged" }],
];

const isDisconnect = (error: Error): boolean =>
  "disconnected" in error && error.disconnected === true;

/** What serialport means by an error from open, read, write, set, update or close. Never throws. */
export const classifyPortError = (error: unknown): PortTrouble => {
  const text = error instanceof Error ? error.message : String(error);
  const known = TEXTS.find(([pattern]) => pattern.test(text))?.[1];
  if (known !== undefined) return known;
  if (error instanceof Error && isDisconnect(error)) return { kind: "unplugged" };
  return { kind: "other", text };
};
