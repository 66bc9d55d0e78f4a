import type { SerialLink } from "./serial-link.ts";

/** An open port for one more user, who cannot close it. */
export const lendLink = (link: SerialLink): SerialLink => ({
  path: link.path,
  get baudRate() {
    return link.baudRate;
  },
  write: (bytes) => link.write(bytes),
  onBytes: (listener) => link.onBytes(listener),
  onLost: (listener) => link.onLost(listener),
  setBaudRate: (baud) => link.setBaudRate(baud),
  setLines: (lines) => link.setLines(lines),
  [Symbol.asyncDispose]: async () => undefined,
});
