import type { Redis } from "ioredis";
import type { Keys } from "./keys.ts";

/** Longer than a lot takes; each start of a lot begins it anew. */
const KEPT_SECONDS = 7 * 24 * 3600;

/** Keeps an image under its SHA-256, whatever stood there: it may have been damaged since. */
export const storeImage = async (
  redis: Redis,
  keys: Keys,
  sha256: string,
  bytes: Uint8Array,
): Promise<void> => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  await redis.set(keys.image(sha256), buffer, "EX", KEPT_SECONDS);
};

/** An image as Redis has it, unchecked; undefined if it has none. */
export const loadImage = async (
  redis: Redis,
  keys: Keys,
  sha256: string,
): Promise<Uint8Array | undefined> => (await redis.getBuffer(keys.image(sha256))) ?? undefined;
