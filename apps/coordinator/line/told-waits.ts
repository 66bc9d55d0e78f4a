import type { Hold } from "../../../libs/station/awaited.ts";
import type { StationEvent } from "../../../libs/station/station-event.ts";

const HOLDS: ReadonlySet<string> = new Set<Hold>(["journal", "redis", "busy"]);

/**
 * Which fixtures were last told to wait for the station. One that is asked again each second, and refused again,
 * waits as before: that is no news.
 */
export class ToldWaits {
  /** By fixture, its wait. */
  readonly #waits = new Map<string, string>();

  /** Takes in what is to be told next; false for a wait that was told and has lasted since. */
  isNews(event: StationEvent): boolean {
    if (!("fixture" in event) || event.fixture === undefined) return true;
    const before = this.#waits.get(event.fixture);
    this.#waits.delete(event.fixture);
    if (event.kind !== "fixture-waiting" || !HOLDS.has(event.awaits)) return true;
    const wait = JSON.stringify({ ...event, at: null });
    this.#waits.set(event.fixture, wait);
    return wait !== before;
  }
}
