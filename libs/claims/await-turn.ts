import { NameTakenError } from "./name-taken-error.ts";
import { type Baton, takeBaton } from "./take-baton.ts";

/** Node's timers count no longer than some 24 days. */
const TURN_MS = 24 * 3_600_000;

/**
 * Waits, however long, until no other process of this machine holds the baton of this name, and takes it.
 * `owner` is what others are told. Rejects with the signal's reason when it is aborted.
 */
export const awaitTurn = async (
  name: string,
  owner: string,
  signal: AbortSignal,
): Promise<Baton> => {
  for (;;) {
    try {
      return await takeBaton(name, { owner, limitMs: TURN_MS, signal });
    } catch (error) {
      if (!(error instanceof NameTakenError)) throw error;
    }
  }
};
