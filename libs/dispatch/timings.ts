/** How long things take and last between coordinator and workers, in ms. */
export interface DispatchTimings {
  /** Between two signs of life, and between two looks at those of others. */
  readonly heartbeatMs: number;
  /** How long a sign of life lasts. Longer than a reconnect and a few heartbeats. */
  readonly lifeMs: number;
  /** How long a worker looks for a job's session before it refuses: covers its renewal after Redis was away. */
  readonly graceMs: number;
  /** BullMQ's job lock: well above the longest restart of Redis. */
  readonly lockMs: number;
  /** Least time between two step-progress events of a fixture. */
  readonly progressMs: number;
  /** Longest wait for the first answer of a Redis. */
  readonly openMs: number;
  /** How long a stopping worker goes on trying to hand in its last answers. */
  readonly farewellMs: number;
}

/** What the line runs with: a vanished worker is noticed within 5 s. */
export const DISPATCH_TIMINGS: DispatchTimings = {
  heartbeatMs: 1000,
  lifeMs: 4000,
  graceMs: 2500,
  lockMs: 60_000,
  progressMs: 250,
  openMs: 5000,
  farewellMs: 3000,
};
