import type { NestLamps } from "../jig/jig.ts";
import { openSignal } from "./open-signal.ts";
import type { PanelContext } from "./panel-wiring.ts";

/** What a nest shows from three metres. */
export type LampState = keyof NestLamps | "off";

/** A nest's lamps, of which one is lit at most. Disposed: all are dark. */
export interface Lamps extends AsyncDisposable {
  /** Never waits, never fails. */
  show(state: LampState): void;
}

/** Opens a nest's lamps, dark. */
export const openLamps = async (
  fixture: string,
  lamps: NestLamps,
  context: PanelContext,
): Promise<Lamps> => {
  const names = (["pass", "fail", "busy"] as const).filter((name) => lamps[name] !== undefined);
  const opened = await Promise.all(
    names.map(async (name) => {
      const line = lamps[name];
      if (line === undefined) return undefined;
      return { name, signal: await openSignal(`${fixture}: its lamp ${name}`, line, context) };
    }),
  );
  const signals = opened.filter((each) => each !== undefined);
  return {
    show: (state) => {
      for (const { name, signal } of signals) signal.switch(name === state ? "active" : "inactive");
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(signals.map(({ signal }) => signal[Symbol.asyncDispose]()));
    },
  };
};
