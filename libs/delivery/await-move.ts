import { stat } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../clock/system-clock.ts";
import { JOURNAL_FILE } from "../journal/open-journal.ts";

const LOOK_MS = 1000;

/**
 * Waits until the journal's file in `dir` is another one than now, or none: whoever has the first one open
 * sees nothing of what others write from then on. False: the signal came first. Never rejects.
 */
export const awaitMove = async (dir: string, signal: AbortSignal): Promise<boolean> => {
  const first = await fileIn(dir);
  while (!signal.aborted) {
    await systemClock.sleep(LOOK_MS, signal).catch(() => undefined);
    if (!signal.aborted && (await fileIn(dir)) !== first) return true;
  }
  return false;
};

/** What tells a file from others. */
const fileIn = async (dir: string): Promise<string> => {
  try {
    const { dev, ino } = await stat(join(dir, JOURNAL_FILE));
    return `${dev}:${ino}`;
  } catch {
    return "none";
  }
};
