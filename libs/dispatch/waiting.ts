/** A promise's value, unless the signal is aborted first: then rejects with its reason. */
export const unlessAborted = async <T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> => {
  if (signal === undefined) return promise;
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
};

/** Waits for a promise to settle, however, but no longer than `limitMs`. Never rejects. */
export const settledWithin = async (promise: Promise<unknown>, limitMs: number): Promise<void> => {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(() => late.resolve(), limitMs);
  await Promise.race([promise.catch(() => undefined), late.promise]);
  clearTimeout(timer);
};
