import { pino } from "pino";
import { DailyFile } from "./daily-file.ts";

/** A process's own account of what it did, for whoever asks a month later. Never on a terminal. */
export interface Log {
  /** Something happened as it should. `facts` must be JSON. */
  info(facts: object, text: string): void;
  /** Something happened that should not. */
  warn(facts: object, text: string): void;
}

/** Whose log it is. */
export interface LogOwner {
  readonly program: string;
  readonly lot?: string;
}

/**
 * Appends to a folder's log of that name, a JSON line an entry, written before the call returns: what
 * a process did before it was killed is there. Never throws; a file a day.
 */
export const openLog = (folder: string, name: string, owner: LogOwner): Log => {
  const file = new DailyFile(folder, name);
  const timestamp = pino.stdTimeFunctions.isoTime;
  const log = pino(
    { base: owner, timestamp },
    { write: (line: string) => file.write(line.trimEnd()) },
  );
  return {
    info: (facts, text) => log.info(facts, text),
    warn: (facts, text) => log.warn(facts, text),
  };
};
