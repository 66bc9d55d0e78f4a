import type { PowerControl } from "./power-control.ts";

/**
 * A supply switched by a person, who is asked and not waited for: whoever needs the power watches
 * for the board itself. `ask` shows an instruction to the operator.
 */
export const manualPower = (fixture: string, ask: (instruction: string) => void): PowerControl => ({
  means: "operator",
  // Right whether or not the board has power now; only a fresh start opens its download mode.
  on: async () => ask(`Switch ${fixture} off, then on`),
  off: async () => ask(`Switch ${fixture} off`),
  makeSafe: async () => undefined,
  [Symbol.asyncDispose]: async () => undefined,
});
