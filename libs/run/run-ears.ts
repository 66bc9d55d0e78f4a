import type { WireEars } from "../flasher/wire-ears.ts";

/**
 * What is done to a board's power and reset: `stop` off · `turn` its supply was waited for · `start`
 * on · `settled` it has answered, the next one on its supply may come.
 */
export type ControlMove = "stop" | "turn" | "start" | "settled";

/** Hears everything of a run that its news does not tell. None may throw. */
export interface RunEars extends WireEars {
  /** Power and reset were moved, which took so long; `error`: in vain, and why. */
  moved(move: ControlMove, tookMs: number, error?: unknown): void;
  /** What the log port said next, raw, one character per byte. */
  logged(text: string): void;
}
