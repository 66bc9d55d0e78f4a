import { type Baton, type BatonWait, takeBaton } from "./take-baton.ts";

/**
 * Waits for whichever of some batons is given back first, and takes that one; as `takeBaton`
 * otherwise.
 * @throws NameTakenError when the limit is over.
 */
export const takeAnyBaton = async (names: readonly string[], wait: BatonWait): Promise<Baton> => {
  const decided = new AbortController();
  const decide = (): void => decided.abort();
  if (wait.signal?.aborted) decide();
  wait.signal?.addEventListener("abort", decide, { once: true });
  const tries = names.map((name) => takeBaton(name, { ...wait, signal: decided.signal }));
  let taken: Baton | undefined;
  try {
    taken = await Promise.race(tries);
    return taken;
  } catch (error) {
    wait.signal?.throwIfAborted();
    throw error;
  } finally {
    decide();
    wait.signal?.removeEventListener("abort", decide);
    for (const attempt of tries) void giveBackUnless(attempt, taken);
  }
};

/** Two may come in the same moment. */
const giveBackUnless = async (attempt: Promise<Baton>, taken: Baton | undefined): Promise<void> => {
  const baton = await attempt.catch(() => undefined);
  if (baton !== taken) await baton?.[Symbol.asyncDispose]();
};
