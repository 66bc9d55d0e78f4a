/**
 * Time as the rest of the code knows it. Passed in, so that long waits are tested without waiting.
 */
export interface Clock {
  /** Monotonic milliseconds from an arbitrary start, with a fraction. */
  now(): number;
  /** The calendar, for records. */
  date(): Date;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `action` once after `ms`, unless disposed first. */
  after(ms: number, action: () => void): Disposable;
}
