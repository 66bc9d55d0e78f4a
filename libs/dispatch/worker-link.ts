import type { RunEvent } from "../run/run-event.ts";
import type { RedisHealth } from "../station/redis-health.ts";
import type { RecordPost } from "./record-mail.ts";

/**
 * A worker's end of the queue. Disposal takes no further jobs, waits for the running ones (abort
 * them first to be quick), hands in their answers for a while, and says goodbye.
 */
export interface WorkerLink extends AsyncDisposable {
  /** An image as Redis has it, unchecked; undefined if it has none for a while. Waits while Redis is away, until aborted. */
  loadImage(sha256: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** Tells coordinator and dashboards what happens in a run of this link. Never waits, never fails; progress
   * beyond 4 a second per fixture, and all progress and log lines while Redis is away, are dropped. */
  report(event: RunEvent): void;
  /** Lets coordinators look at once at what the nests' wires say now. Never waits, never fails: what is lost
   * comes with the next sign of life. */
  tellNests(): void;
  /** The way that its journal's records go to other journals. */
  readonly records: RecordPost;
  /** Tells each change of how its Redis is. Away is told with its cause: a moment later than it is so. */
  onState(listener: (state: RedisHealth) => void): Disposable;
}
