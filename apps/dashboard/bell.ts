import type { Clock } from "../../libs/clock/clock.ts";
import type { Sounds } from "../../libs/jig/sounds-schema.ts";
import { BELL_SIGNALS, type BellSignal } from "./bell-signal.ts";

/** How often, and how far apart in ms, a terminal is rung: each BEL is one short sound, and some drop those that come at once. */
const RINGS: Readonly<Record<BellSignal, { readonly times: number; readonly everyMs: number }>> = {
  pass: { times: 1, everyMs: 400 },
  fail: { times: 3, everyMs: 400 },
  // As good as one long sound: no terminal holds a bell.
  stop: { times: 20, everyMs: 150 },
};

const BEL = "\u0007";

const urgencyOf = (signal: BellSignal): number => BELL_SIGNALS.indexOf(signal);

/** The terminal's bell. While it rings, the most urgent of what comes is kept for afterwards; a stop is never kept waiting. */
export class Bell implements Disposable {
  readonly #terminal: Pick<NodeJS.WriteStream, "write">;
  readonly #clock: Clock;
  readonly #sounds: Sounds;
  #timer: Disposable | undefined;
  #ringing: BellSignal | null = null;
  #next: BellSignal | null = null;

  constructor(terminal: Pick<NodeJS.WriteStream, "write">, clock: Clock, sounds: Sounds) {
    this.#terminal = terminal;
    this.#clock = clock;
    this.#sounds = sounds;
  }

  /** Rings, unless this signal is switched off. */
  ring(signal: BellSignal): void {
    if (this.#sounds[signal] === "off") return;
    const isStop = signal === "stop" && this.#ringing !== "stop";
    if (this.#ringing === null || isStop) this.#begin(signal);
    else if (this.#next === null || urgencyOf(signal) > urgencyOf(this.#next)) this.#next = signal;
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
  }

  #begin(signal: BellSignal): void {
    this.#timer?.[Symbol.dispose]();
    this.#ringing = signal;
    this.#next = null;
    this.#strike(signal, RINGS[signal].times);
  }

  #strike(signal: BellSignal, left: number): void {
    this.#terminal.write(BEL);
    this.#timer = this.#clock.after(RINGS[signal].everyMs, () => {
      if (left > 1) this.#strike(signal, left - 1);
      else this.#end();
    });
  }

  #end(): void {
    this.#ringing = null;
    if (this.#next !== null) this.#begin(this.#next);
  }
}
