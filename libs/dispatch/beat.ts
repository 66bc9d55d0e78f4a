/**
 * Does something again and again, never twice at a time, until disposed. What fails is tried again
 * at the next beat: that is all there is to do about a Redis that is away.
 */
export const startBeating = (beat: () => Promise<void>, everyMs: number): Disposable => {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const round = async (): Promise<void> => {
    await beat().catch(() => undefined);
    if (!stopped) timer = setTimeout(() => void round(), everyMs);
  };
  void round();
  return {
    [Symbol.dispose]: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};
