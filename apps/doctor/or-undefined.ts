/** Devices, processes and files come and go while they are looked at: what is gone is not there. */
export const orUndefined = <T>(reading: Promise<T>): Promise<T | undefined> =>
  reading.catch(() => undefined);
