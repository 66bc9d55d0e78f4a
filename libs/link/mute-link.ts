import { PortError, type SerialLink } from "./serial-link.ts";

const UNHEARD = { [Symbol.dispose]: () => undefined };

/** A port that is not known yet: nothing is wired to it, and what is written is lost. */
export const muteLink = (path: string): SerialLink => ({
  path,
  baudRate: 115_200,
  write: async () => undefined,
  onBytes: () => UNHEARD,
  onLost: () => UNHEARD,
  setBaudRate: async () => undefined,
  setLines: () => Promise.reject(new PortError(path, { kind: "no-modem-lines" })),
  [Symbol.asyncDispose]: async () => undefined,
});
