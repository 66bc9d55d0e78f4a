/** The process that started this one with a channel to it. */
export interface Owner extends Disposable {
  /** Aborted when it is gone; never, if this process was started without a channel. */
  readonly lost: AbortSignal;
}

/** Learns of the end of the process that started this one, however it ended: its channel (`ipc`) ends with it. */
export const followOwner = (): Owner => {
  const lost = new AbortController();
  const lose = (): void => lost.abort();
  process.once("disconnect", lose);
  if (process.channel !== undefined && !process.connected) lose();
  return {
    lost: lost.signal,
    [Symbol.dispose]: () => {
      process.removeListener("disconnect", lose);
      // Else it would keep this process alive.
      if (process.connected) process.disconnect();
    },
  };
};
