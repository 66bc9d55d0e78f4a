import { StepError } from "../failure/step-error.ts";
import { portFailure } from "../link/port-failure.ts";
import { PortError, type SerialLink } from "../link/serial-link.ts";

/** How long a line may be used: until its run is aborted or its port is lost. */
export class LineLife implements Disposable {
  /** Aborted with a `StepError` (`port-*`) when the port is lost. */
  readonly lost: AbortSignal;
  /** Aborted at the end, whichever it is. */
  readonly over: AbortSignal;
  readonly #pending = new Set<(reason: unknown) => void>();
  readonly #owned = new DisposableStack();

  constructor(link: Pick<SerialLink, "onLost">, run: AbortSignal) {
    const lost = new AbortController();
    this.lost = lost.signal;
    this.over = AbortSignal.any([run, lost.signal]);
    const onOver = (): void => {
      for (const reject of [...this.#pending]) reject(this.over.reason);
    };
    this.over.addEventListener("abort", onOver);
    this.#owned.defer(() => this.over.removeEventListener("abort", onOver));
    this.#owned.use(
      link.onLost((error) => lost.abort(new StepError(portFailure(error), { cause: error }))),
    );
  }

  /** Throws the reason if it is over. */
  check(): void {
    this.over.throwIfAborted();
  }

  /** What `action` comes to, waited for until the end at most. Port errors come out as `StepError`. */
  during<T>(action: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#pending.add(reject);
      action
        .then(resolve, (error: unknown) => reject(asFailure(error)))
        .finally(() => this.#pending.delete(reject));
      if (this.over.aborted) reject(this.over.reason);
    });
  }

  [Symbol.dispose](): void {
    this.#owned.dispose();
  }
}

const asFailure = (error: unknown): unknown =>
  error instanceof PortError ? new StepError(portFailure(error), { cause: error }) : error;
