import type { Redis } from "ioredis";
import type { Keys } from "./keys.ts";
import type { DispatchTimings } from "./timings.ts";

/** What is known of a job's coordinator. */
export type SessionState = "running" | "stopping" | "dead";

const stateIn = (value: string | null | undefined): SessionState => {
  if (value === null || value === undefined) return "dead";
  return value === "running" ? "running" : "stopping";
};

/** The states of several sessions now. */
export const readSessions = async (
  redis: Redis,
  keys: Keys,
  sessions: readonly string[],
): Promise<ReadonlyMap<string, SessionState>> => {
  if (sessions.length === 0) return new Map();
  const values = await redis.mget(sessions.map(keys.session));
  return new Map(sessions.map((session, index) => [session, stateIn(values[index])]));
};

/**
 * Whether a session lives. One that seems dead is looked for a while longer: after Redis was away
 * the jobs may be there before the coordinator has renewed its session.
 */
export const checkSession = async (
  redis: Redis,
  keys: Keys,
  session: string,
  timings: DispatchTimings,
): Promise<SessionState> => {
  const patientUntil = performance.now() + timings.graceMs;
  for (;;) {
    const state = stateIn(await redis.get(keys.session(session)));
    if (state !== "dead" || performance.now() >= patientUntil) return state;
    await new Promise((resolve) => setTimeout(resolve, timings.heartbeatMs / 4));
  }
};
