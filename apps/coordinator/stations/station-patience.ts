import type { Clock } from "../../../libs/clock/clock.ts";

/** So long a line that nobody sits before waits for stations when nothing else goes on, in ms: longer than a PC takes to start again. */
const PATIENCE_MS = 600_000;

/** Waits for stations, not for ever. */
export class StationPatience implements Disposable {
  readonly #clock: Clock;
  readonly #onOver: (minutes: number) => void;
  #waiting: Disposable | undefined;

  /** `onOver`: they were waited for so long. */
  constructor(clock: Clock, onOver: (minutes: number) => void) {
    this.#clock = clock;
    this.#onOver = onOver;
  }

  /** Takes down how the line stands: whether it only waits, with nobody there to end it. */
  note(standing: "waits" | "goes-on"): void {
    if (standing === "goes-on") this[Symbol.dispose]();
    else this.#waiting ??= this.#clock.after(PATIENCE_MS, () => this.#onOver(PATIENCE_MS / 60_000));
  }

  [Symbol.dispose](): void {
    this.#waiting?.[Symbol.dispose]();
    this.#waiting = undefined;
  }
}
