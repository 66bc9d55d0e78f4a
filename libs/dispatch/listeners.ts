/**
 * Who wants to hear of something. A listener must not throw: that is a bug, which ends the process
 * as an uncaught exception after the others were told, and never passes for a fault of Redis.
 */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Adds a listener until the result is disposed. */
  add(listener: (value: T) => void): Disposable {
    const entry = (value: T): void => listener(value);
    this.#listeners.add(entry);
    return { [Symbol.dispose]: () => this.#listeners.delete(entry) };
  }

  /** Calls all listeners, in the order they were added. */
  tell(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
