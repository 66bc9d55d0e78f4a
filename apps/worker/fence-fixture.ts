import type { Lease } from "../../libs/dispatch/lease.ts";
import type { Failure } from "../../libs/failure/failure.ts";
import { failureIn } from "../../libs/fixture/failure-of.ts";
import type { BoardControl, Fixture, FixtureSession } from "../../libs/fixture/fixture.ts";
import type { SerialLink } from "../../libs/link/serial-link.ts";

/**
 * A nest for one run: before power moves and before each thing that is sent to its board it makes sure that it is
 * still this worker's. Switching off is always allowed. A run whose nest was lost is none to pass.
 */
export const fenceFixture = (fixture: Fixture, lease: Lease): Fixture => ({
  id: fixture.id,
  open: async () => fenceSession(await fixture.open(), lease),
  makeSafe: () => fixture.makeSafe(),
  [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose](),
});

const fenceSession = (session: FixtureSession, lease: Lease): FixtureSession => {
  const flash = fenceLink(session.flash, lease);
  const release = async (): Promise<Failure | undefined> => {
    const trouble = await session.release();
    return trouble ?? failureIn(() => lease.ensure());
  };
  return {
    flash,
    log: session.log === session.flash ? flash : session.log,
    logWire: session.logWire,
    control: fenceControl(session.control, lease),
    release,
  };
};

const fenceControl = (control: BoardControl, lease: Lease): BoardControl => ({
  means: control.means,
  offMs: control.offMs,
  stop: () => control.stop(),
  awaitTurn: () => control.awaitTurn(),
  start: async () => {
    await lease.ensure();
    await control.start();
  },
  settled: () => control.settled(),
});

const fenceLink = (link: SerialLink, lease: Lease): SerialLink => ({
  path: link.path,
  get baudRate() {
    return link.baudRate;
  },
  write: async (bytes) => {
    await lease.ensure();
    await link.write(bytes);
  },
  onBytes: (listener) => link.onBytes(listener),
  onLost: (listener) => link.onLost(listener),
  setBaudRate: (baud) => link.setBaudRate(baud),
  setLines: (lines) => link.setLines(lines),
  [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
});
