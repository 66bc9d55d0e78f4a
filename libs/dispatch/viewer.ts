import type { RedisTrouble } from "../station/redis-health.ts";
import type { OperatorCommand, StationEvent } from "../station/station-event.ts";
import type { RedisState } from "./connection.ts";
import type { Version } from "./version.ts";

/** What a dashboard can know of the line. */
export interface ViewerHealth {
  readonly redis: RedisState;
  /** `silent`: no coordinator has given a sign of life lately. */
  readonly line: "running" | "silent";
}

/**
 * A dashboard's end: follows the newest coordinator alive. Listeners must not throw; add them before
 * anything else is awaited, or the first snapshot may have been told.
 */
export interface Viewer extends AsyncDisposable {
  /** What the coordinator saved last: when one is found, and again after Redis was away. The events that
   * follow may be part of it already. */
  onSnapshot(listener: (json: string) => void): Disposable;
  /** Everything that happens from then on; may have gaps. */
  onEvent(listener: (event: StationEvent) => void): Disposable;
  /** The newest coordinator's messages are of another version: nothing of it is told. Said at each look. */
  onForeign(listener: (version: Version) => void): Disposable;
  health(): ViewerHealth;
  onHealth(listener: (health: ViewerHealth) => void): Disposable;
  /** Why Redis is not to be had: each cause once while it lasts. */
  onTrouble(listener: (trouble: RedisTrouble) => void): Disposable;
  /** Asks the coordinator for something, now or never: `unheard` when none could be reached. */
  sendCommand(command: OperatorCommand): Promise<"heard" | "unheard">;
}
