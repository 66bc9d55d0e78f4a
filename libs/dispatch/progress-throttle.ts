import type { RunEvent } from "../run/run-event.ts";

/** Thins out progress: other events always pass. */
export class ProgressThrottle {
  readonly #everyMs: number;
  readonly #lastMs = new Map<string, number>();

  /** `everyMs`: least time between two step-progress events of a fixture. */
  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Whether the event may go out now. `nowMs` is monotonic. */
  admits(event: RunEvent, nowMs: number): boolean {
    if (event.kind !== "step-progress") return true;
    const last = this.#lastMs.get(event.fixture);
    if (last !== undefined && nowMs - last < this.#everyMs) return false;
    this.#lastMs.set(event.fixture, nowMs);
    return true;
  }
}
