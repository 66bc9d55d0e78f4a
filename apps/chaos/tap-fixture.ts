import type { Fixture, FixtureSession } from "../../libs/fixture/fixture.ts";
import type { Trace, WireTap } from "./wire-tap.ts";

/** The fixture with a tap in its flash port; power and reset are traced. */
export const tapFixture = (fixture: Fixture, tap: WireTap, trace: Trace): Fixture => ({
  id: fixture.id,
  open: async () => tapSession(await fixture.open(), tap, trace),
  makeSafe: () => fixture.makeSafe(),
  [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose](),
});

const tapSession = (session: FixtureSession, tap: WireTap, trace: Trace): FixtureSession => {
  const { control } = session;
  return {
    ...session,
    flash: tap.tap(session.flash),
    control: {
      ...control,
      stop: () => {
        trace("-- stop");
        return control.stop();
      },
      start: () => {
        trace("-- start");
        return control.start();
      },
    },
    release: () => {
      trace("-- release");
      return session.release();
    },
  };
};
