import { setTimeout as sleep } from "node:timers/promises";
import { livingSessions } from "../../../libs/dispatch/living-sessions.ts";
import { StationError } from "../../../libs/failure/station-error.ts";

const LOOK_AGAIN_MS = 500;
/** A coordinator that was killed seems alive for 4 s. */
const PATIENCE_MS = 6000;

/** A line, and which of its fixtures a lot takes. */
export interface LineShare {
  readonly redisUrl: string;
  readonly scope: "jig" | "line";
}

const refusal = (scope: LineShare["scope"]): StationError =>
  new StationError(
    scope === "line"
      ? "Another lot is being run on this line, and one without --jig takes all its fixtures: wait until that has ended, or give --jig."
      : "A lot without --jig is being run on this line and takes all its fixtures: wait until it has ended.",
  );

/** Whether another coordinator takes fixtures that this lot would. Those of two jigs are no matter here. */
const isShared = async (
  { redisUrl, scope }: LineShare,
  signal: AbortSignal,
  session?: string,
): Promise<boolean> =>
  [...(await livingSessions(redisUrl, signal))].some(
    ([id, mark]) => id !== session && (scope === "line" || mark.scope === "line"),
  );

/**
 * A lot that takes all fixtures of a line shares them with no other: two would hand boards to one nest. Asked before
 * this one has a session, lest dashboards turn to it.
 * @throws StationError, before anything is touched; the signal's reason when it is aborted first.
 */
export const awaitAlone = async (share: LineShare, signal: AbortSignal): Promise<void> => {
  const until = performance.now() + PATIENCE_MS;
  while (await isShared(share, signal)) {
    if (performance.now() > until) throw refusal(share.scope);
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
};

/** Two may have begun at once: then neither goes on. Throws `StationError`. */
export const expectAlone = async (
  share: LineShare,
  session: string,
  signal: AbortSignal,
): Promise<void> => {
  if (await isShared(share, signal, session)) throw refusal(share.scope);
};
