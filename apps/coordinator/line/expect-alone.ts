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

/** What each remedy leads to is let through: one is told only where it does. */
const REFUSALS = {
  "both take all":
    "Another lot is being run on this line, and neither it nor this one has --jig, so each takes all fixtures: wait until that has ended, or stop it.",
  "this takes all":
    "Another lot is being run on this line, and one without --jig takes all its fixtures: wait until that has ended, or give --jig with a jig that it does not use.",
  "other takes all":
    "A lot without --jig is being run on this line and takes all its fixtures: wait until it has ended, or stop it.",
} as const;

/** Why this lot shares fixtures with one that is being run; undefined if it does not. Those of two jigs are no matter here. */
const findClash = async (
  { redisUrl, scope }: LineShare,
  signal: AbortSignal,
  session?: string,
): Promise<keyof typeof REFUSALS | undefined> => {
  const living = await livingSessions(redisUrl, signal);
  const others = [...living].filter(([id]) => id !== session).map(([, mark]) => mark);
  const takesAll = others.some((mark) => mark.scope === "line");
  if (scope === "jig") return takesAll ? "other takes all" : undefined;
  if (takesAll) return "both take all";
  return others.length > 0 ? "this takes all" : undefined;
};

/**
 * A lot that takes all fixtures of a line shares them with no other: two would hand boards to one nest. Asked before
 * this one has a session, lest dashboards turn to it.
 * @throws StationError, before anything is touched; the signal's reason when it is aborted first.
 */
export const awaitAlone = async (share: LineShare, signal: AbortSignal): Promise<void> => {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const clash = await findClash(share, signal);
    if (clash === undefined) return;
    if (performance.now() > until) throw new StationError(REFUSALS[clash]);
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
};

/** Two may have begun at once: then neither goes on. Throws `StationError`. */
export const expectAlone = async (
  share: LineShare,
  session: string,
  signal: AbortSignal,
): Promise<void> => {
  const clash = await findClash(share, signal, session);
  if (clash !== undefined) throw new StationError(REFUSALS[clash]);
};
