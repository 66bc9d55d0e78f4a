import { setTimeout as sleep } from "node:timers/promises";
import { livingSessions } from "../../libs/dispatch/living-sessions.ts";
import { StationError } from "../../libs/failure/station-error.ts";

const LOOK_AGAIN_MS = 500;
/** A coordinator that was killed seems alive for 4 s. */
const PATIENCE_MS = 6000;

const others = (): StationError =>
  new StationError(
    "Another lot is being run on this line, and one without --jig takes all its fixtures: wait until that has ended, or give --jig.",
  );

/**
 * A lot that takes all fixtures of a line shares them with no other: two would hand boards to one nest. Asked before
 * it has a session, lest dashboards turn to it.
 * @throws StationError, before anything is touched; the signal's reason when it is aborted first.
 */
export const awaitAlone = async (redisUrl: string, signal: AbortSignal): Promise<void> => {
  const until = performance.now() + PATIENCE_MS;
  while ((await livingSessions(redisUrl)).length > 0) {
    if (performance.now() > until) throw others();
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
};

/** Two may have begun at once: neither goes on. Throws `StationError`. */
export const expectAlone = async (redisUrl: string, session: string): Promise<void> => {
  if ((await livingSessions(redisUrl)).some((other) => other !== session)) throw others();
};
