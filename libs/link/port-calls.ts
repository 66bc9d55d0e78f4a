import type { Clock } from "../clock/clock.ts";
import { classifyPortError } from "./classify-port-error.ts";
import { PortError } from "./serial-link.ts";

/** A port's callback: called once with nothing, or with what went wrong. */
export type Done = (error?: Error | null) => void;

/**
 * Waits on a port's callbacks, each ended by its answer, by the end of the port, or by the clock:
 * after an unplug serialport's callbacks never come, and a wedged USB adapter never answers at all.
 */
export class PortCalls {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #waiting = new Set<(error: PortError) => void>();
  #ended: PortError | undefined;
  #stuck = 0;

  constructor(path: string, clock: Clock) {
    this.#path = path;
    this.#clock = clock;
  }

  /** Why no call can succeed any more. */
  get ended(): PortError | undefined {
    return this.#ended;
  }

  /** Whether a call was given up by the clock and has not come back since: it holds a thread. */
  get isStuck(): boolean {
    return this.#stuck > 0;
  }

  /** Rejects all pending and later calls. The first reason stays. */
  end(error: PortError): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    for (const reject of [...this.#waiting]) reject(error);
  }

  /** Starts a call and waits for it, at most `limitMs`. Rejects with `PortError`. */
  async run(limitMs: number, start: (done: Done) => void): Promise<void> {
    if (this.#ended !== undefined) throw this.#ended;
    await this.runLast(limitMs, start);
  }

  /** As `run`, but also after the end: for closing. */
  runLast(limitMs: number, start: (done: Done) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        timer[Symbol.dispose]();
        this.#waiting.delete(fail);
      };
      const fail = (error: PortError): void => {
        settle();
        reject(error);
      };
      let isGivenUp = false;
      const timer = this.#clock.after(limitMs, () => {
        isGivenUp = true;
        this.#stuck += 1;
        fail(new PortError(this.#path, { kind: "hung", waitedMs: Math.round(limitMs) }));
      });
      this.#waiting.add(fail);
      start((error) => {
        if (isGivenUp) this.#stuck -= 1;
        isGivenUp = false;
        if (error) return fail(this.errorFrom(error));
        settle();
        resolve();
      });
    });
  }

  /** Anything serialport reports as a `PortError`; nothing at all means it closed by itself. */
  errorFrom(cause: unknown): PortError {
    if (cause instanceof PortError) return cause;
    const trouble = classifyPortError(cause ?? new Error("Port is not open"));
    return new PortError(this.#path, trouble, { cause });
  }
}
