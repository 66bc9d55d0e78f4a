import type { RunningChip } from "./running-chip.ts";

/** How long a host is heard without one request that is understood, in ms. */
const PATIENCE_MS = 1000;

/**
 * Restarts a board whose host cannot: a host that goes on sending and is not understood has another
 * rate, or the chip is no longer (or not yet) in download mode. A host that pauses is left alone.
 */
export class SelfReset {
  #requests = 0;
  /** Since when the host has been sending in vain. */
  #inVainSince: number | undefined;

  /** The host sends at `now`; whether the chip is to start again. */
  isDue(chip: RunningChip, now: number): boolean {
    const isUnderstood = chip.requests !== this.#requests || chip.busyUntil > now;
    this.#requests = chip.requests;
    if (isUnderstood) this.#inVainSince = undefined;
    this.#inVainSince ??= now;
    if (now - this.#inVainSince < PATIENCE_MS) return false;
    this.#inVainSince = undefined;
    return true;
  }
}
