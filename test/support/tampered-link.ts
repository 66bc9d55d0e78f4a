import type { Fixture, FixtureSession } from "../../libs/fixture/fixture.ts";
import type { SerialLink } from "../../libs/link/serial-link.ts";

/** What a bad wire makes of what passes over it. An empty array: lost. */
export interface Tampering {
  /** What the host hands over at a time, which is a frame or more of them. */
  readonly toChip?: (bytes: Uint8Array) => Uint8Array;
  /** What arrives at a time: short replies come whole, long ones in parts. */
  readonly toHost?: (bytes: Uint8Array) => Uint8Array;
}

const tamperedLink = (link: SerialLink, wire: Tampering): SerialLink => {
  const same = (bytes: Uint8Array): Uint8Array => bytes;
  const { toChip = same, toHost = same } = wire;
  return {
    path: link.path,
    get baudRate() {
      return link.baudRate;
    },
    write: async (bytes) => {
      const left = toChip(bytes);
      if (left.length > 0) await link.write(left);
    },
    onBytes: (listener) =>
      link.onBytes((bytes) => {
        const left = toHost(bytes);
        if (left.length > 0) listener(left);
      }),
    onLost: (listener) => link.onLost(listener),
    setBaudRate: (baud) => link.setBaudRate(baud),
    setLines: (lines) => link.setLines(lines),
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
};

/** The same nest with a bad wire between its flash port and the chip. */
export const withTampering = (fixture: Fixture, wire: Tampering): Fixture => ({
  id: fixture.id,
  open: async (): Promise<FixtureSession> => {
    const session = await fixture.open();
    return { ...session, flash: tamperedLink(session.flash, wire) };
  },
  makeSafe: () => fixture.makeSafe(),
  [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose](),
});
