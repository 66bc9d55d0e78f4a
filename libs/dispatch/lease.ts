/** A worker's right to a fixture, for one run. */
export interface Lease {
  /**
   * Asked before power moves and before anything is sent to a board: resolves while the fixture is ours. Asks
   * Redis only after this process was held up for so long that another may have taken the fixture: while
   * Redis is merely away, a run goes on. Rejects with `StepError` (`lease-lost`).
   */
  ensure(): Promise<void>;
}
