import type { PowerControl } from "./power-control.ts";

/**
 * A supply switched by two acts of the outside world, nothing of which is held open in between.
 * Disposed, it switches off what nobody has tried to switch off.
 */
export const powerByActs = (on: () => Promise<void>, off: () => Promise<void>): PowerControl => {
  let isLeftOn = false;
  const switchOff = (): Promise<void> => {
    isLeftOn = false;
    return off();
  };
  return {
    means: "cycle",
    on: () => {
      isLeftOn = true;
      return on();
    },
    off: switchOff,
    makeSafe: switchOff,
    // Who must know whether it worked switches off first; a disposer must not throw.
    [Symbol.asyncDispose]: async () => {
      if (isLeftOn) await switchOff().catch(() => undefined);
    },
  };
};
