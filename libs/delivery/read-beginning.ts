import type { Clock } from "../clock/clock.ts";

const MOST_BYTES = 4096;
/** The verdict is in the status already: what is said about it must not hold up the next record. */
const LIMIT_MS = 1000;

/** The body of an answer; destroyed, its connection is ended. */
type Body = AsyncIterable<Uint8Array> & { destroy(): void };

/**
 * The first 4 KiB of an answer, or what comes of it within a second; the rest is not taken. An
 * answer read to its end leaves the connection for the next record. Never rejects.
 */
export const readBeginning = async (body: Body, clock: Clock): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  using _ = clock.after(LIMIT_MS, () => body.destroy());
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      // To leave early destroys it.
      if (lengthOf(chunks) >= MOST_BYTES) break;
    }
  } catch {
    // What came counts.
  }
  return Buffer.concat(chunks).subarray(0, MOST_BYTES);
};

const lengthOf = (chunks: readonly Uint8Array[]): number =>
  chunks.reduce((sum, chunk) => sum + chunk.length, 0);
