import { setTimeout as sleep } from "node:timers/promises";
import { NameTakenError } from "./name-taken-error.ts";
import { visitOwner } from "./visit-owner.ts";

/** Between two tries at least: the owner may be of a version that ends each visit at once. */
const PAUSE_MS = 50;

/**
 * Takes something whose names another process may be about to give back: repeats `take` whenever
 * their owner has left, for `limitMs`.
 * @throws what `take` throws; NameTakenError when the limit is over; the signal's reason when it is aborted.
 */
export const awaitFreed = async <T>(
  take: () => Promise<T>,
  limitMs: number,
  signal?: AbortSignal,
): Promise<T> => {
  const timeout = AbortSignal.timeout(limitMs);
  const limit = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  for (;;) {
    try {
      return await take();
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof NameTakenError) || limit.aborted) throw error;
      await Promise.all([visitOwner(error.resource, limit), sleep(PAUSE_MS)]);
    }
  }
};
