import type { Clock } from "../clock/clock.ts";

const MOST_BYTES = 4096;
/** The verdict is in the status already: what is said about it must not hold up the next record. */
const LIMIT_MS = 1000;

/**
 * The first 4 KiB of an answer, or what comes of it within a second; the rest is not taken. An
 * answer read to its end leaves the connection for the next record. Never rejects.
 */
export const readBeginning = async (
  body: ReadableStream<Uint8Array> | null,
  clock: Clock,
): Promise<Uint8Array> => {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  using _ = clock.after(LIMIT_MS, cancel);
  try {
    for (let length = 0; length < MOST_BYTES; length = lengthOf(chunks)) {
      const { done, value } = await reader.read();
      if (done) return joined(chunks);
      chunks.push(value);
    }
  } catch {
    // What came counts.
  }
  cancel();
  return joined(chunks);
};

const lengthOf = (chunks: readonly Uint8Array[]): number =>
  chunks.reduce((sum, chunk) => sum + chunk.length, 0);

const joined = (chunks: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(chunks).subarray(0, MOST_BYTES);
