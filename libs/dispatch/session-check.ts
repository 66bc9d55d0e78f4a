import type { Redis } from "ioredis";
import type { Keys } from "./keys.ts";
import { readSessionMark, type SessionMark } from "./session-mark.ts";
import type { DispatchTimings } from "./timings.ts";
import { canWork, describeVersion, type Version } from "./version.ts";

const markIn = (value: string | null | undefined): SessionMark | undefined =>
  value === null || value === undefined ? undefined : readSessionMark(value);

/** Which of several sessions are stopping their runs now. */
export const readStopping = async (
  redis: Redis,
  keys: Keys,
  sessions: readonly string[],
): Promise<readonly string[]> => {
  if (sessions.length === 0) return [];
  const values = await redis.mget(sessions.map(keys.session));
  return sessions.filter((_, index) => markIn(values[index])?.mode === "stopping");
};

/** What asks for a session. */
export interface SessionCheck {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly timings: DispatchTimings;
  /** The asking worker's. */
  readonly version: Version;
}

/**
 * Why a session's jobs are refused, for people; undefined if they are not. One that seems dead is looked
 * for a while longer: after Redis was away the jobs may be there before the coordinator has renewed it.
 */
export const refuseSession = async (
  { redis, keys, timings, version }: SessionCheck,
  session: string,
): Promise<string | undefined> => {
  let patientUntil = performance.now() + timings.graceMs;
  for (;;) {
    const value = await redis.get(keys.session(session)).catch(() => undefined);
    const mark = markIn(value);
    if (mark !== undefined) return refuseMark(mark, version);
    const isSilent = value === undefined && redis.status !== "end";
    // A Redis that refuses to say says nothing of the coordinator.
    if (isSilent) patientUntil = performance.now() + timings.graceMs;
    else if (performance.now() >= patientUntil) return "Its coordinator is gone.";
    await new Promise((resolve) => setTimeout(resolve, timings.heartbeatMs / 4));
  }
};

const refuseMark = (mark: SessionMark, version: Version): string | undefined => {
  if (!canWork(mark.version, version)) {
    return `The worker is ${describeVersion(version)}, the coordinator ${describeVersion(mark.version)}. Bring both to one version.`;
  }
  return mark.mode === "stopping" ? "The line is stopping." : undefined;
};
