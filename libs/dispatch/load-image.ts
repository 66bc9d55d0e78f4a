import type { Redis } from "ioredis";
import type { Keys } from "./keys.ts";
import type { DispatchTimings } from "./timings.ts";

/**
 * An image as Redis has it, unchecked; undefined if it has none. One that is missing is looked for a while longer:
 * after Redis was flushed its coordinator puts it back.
 */
export const loadImage = async (
  redis: Redis,
  keys: Keys,
  { heartbeatMs, lifeMs }: DispatchTimings,
  sha256: string,
): Promise<Uint8Array | undefined> => {
  const patientUntil = performance.now() + lifeMs;
  for (;;) {
    const bytes = (await redis.getBuffer(keys.image(sha256))) ?? undefined;
    if (bytes !== undefined || performance.now() >= patientUntil) return bytes;
    await new Promise((resolve) => setTimeout(resolve, heartbeatMs / 4));
  }
};
