import { pino } from "pino";

/** A process's own account of what it did, for whoever asks a month later. Never on a terminal. */
export interface Log {
  /** Something happened as it should. `facts` must be JSON. */
  info(facts: object, text: string): void;
  /** Something happened that should not. */
  warn(facts: object, text: string): void;
}

/**
 * Appends to a file, a JSON line an entry, written before the call returns: what a process did
 * before it was killed is there. Its folder is made.
 */
export const openLog = (file: string, process: { readonly program: string }): Log => {
  const destination = pino.destination({ dest: file, mkdir: true, sync: true, append: true });
  // A full disk must not end a run: the journal is what counts.
  destination.on("error", () => undefined);
  const timestamp = pino.stdTimeFunctions.isoTime;
  const log = pino({ base: process, timestamp }, destination);
  return {
    info: (facts, text) => log.info(facts, text),
    warn: (facts, text) => log.warn(facts, text),
  };
};
