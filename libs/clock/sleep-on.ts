import type { Clock } from "./clock.ts";

/** A clock's `sleep`, made of its `after`. */
export const sleepOn =
  (after: Clock["after"]): Clock["sleep"] =>
  (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const onAbort = (): void => {
        timer[Symbol.dispose]();
        reject(signal?.reason);
      };
      const timer = after(ms, () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      });
      signal?.addEventListener("abort", onAbort, { once: true });
    });
