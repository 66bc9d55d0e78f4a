/**
 * What a bouncing contact stands at: the level that stayed for long enough. Fed with samples, so
 * that fast edges are none, or one (hardware.md, "onoff and GPIO").
 */
export class SteadyLevel<T> {
  readonly #settleMs: (level: T) => number;
  #candidate: { readonly level: T; readonly since: number } | undefined;
  #steady: T | undefined;

  /** `settleMs` says how long a level must stay to be believed. */
  constructor(settleMs: (level: T) => number) {
    this.#settleMs = settleMs;
  }

  /** Takes the level of a moment in ms; returns the steady one, undefined before the first. */
  see(level: T, at: number): T | undefined {
    if (this.#candidate?.level !== level) this.#candidate = { level, since: at };
    if (at - this.#candidate.since >= this.#settleMs(level)) this.#steady = level;
    return this.#steady;
  }
}
