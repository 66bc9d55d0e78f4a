import type { PowerControl, ResetControl } from "./power-control.ts";

/** A line with two states that switches a supply or pulls CEN. Disposed: inactive for good. */
export interface Relay extends AsyncDisposable {
  activate(): Promise<void>;
  deactivate(): Promise<void>;
}

/** A supply that is on while the relay is active. */
export const powerByRelay = (relay: Relay): PowerControl => ({
  means: "cycle",
  on: () => relay.activate(),
  off: () => relay.deactivate(),
  makeSafe: () => relay.deactivate(),
  [Symbol.asyncDispose]: () => relay[Symbol.asyncDispose](),
});

/** A reset that is held while the relay is active. */
export const resetByRelay = (relay: Relay): ResetControl => ({
  hold: () => relay.activate(),
  release: () => relay.deactivate(),
  [Symbol.asyncDispose]: () => relay[Symbol.asyncDispose](),
});
