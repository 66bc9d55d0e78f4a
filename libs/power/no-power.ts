import type { PowerControl } from "./power-control.ts";

const nothing = async (): Promise<void> => undefined;

/** A supply that nobody switches. */
export const noPower: PowerControl = {
  means: "none",
  on: nothing,
  off: nothing,
  makeSafe: nothing,
  [Symbol.asyncDispose]: nothing,
};
