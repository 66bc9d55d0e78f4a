import { setTimeout as sleep } from "node:timers/promises";

const LOOK_EVERY_MS = 20;
/** A hang limit, not a measurement. */
const LIMIT_MS = 30_000;

/** Waits until something outside that tells nobody of its changes is as expected. */
export const until = async (
  what: string,
  isSo: () => boolean | Promise<boolean>,
): Promise<void> => {
  const last = performance.now() + LIMIT_MS;
  while (!(await isSo())) {
    if (performance.now() > last) throw new Error(`never came: ${what}`);
    await sleep(LOOK_EVERY_MS);
  }
};
