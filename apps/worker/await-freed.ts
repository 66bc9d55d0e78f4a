import { setTimeout as sleep } from "node:timers/promises";
import { NestTakenError } from "../../libs/fixture/claim-nest.ts";

/** An orphaned worker gives its nests up within 10 s (design: processes). */
const PATIENCE_MS = 12_000;
const LOOK_EVERY_MS = 200;

/** Takes something that another process may be about to give up. @throws NestTakenError if it does not. */
export const awaitFreed = async <T>(take: () => Promise<T>): Promise<T> => {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await take();
    } catch (error) {
      if (!(error instanceof NestTakenError) || performance.now() > until) throw error;
      await sleep(LOOK_EVERY_MS);
    }
  }
};
