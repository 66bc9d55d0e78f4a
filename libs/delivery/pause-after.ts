const FIRST_MS = 1000;
/** A receiver that works again has its records within about a minute. */
const LONGEST_MS = 60_000;
/** A receiver may ask for more; not for the whole shift. */
const LONGEST_WANTED_MS = 3_600_000;
/** Stations that lost one receiver do not all come back in the same moment. */
const SPREAD = 0.2;

/**
 * Milliseconds until the next try after this many failures in a row (1 or more): twice as long each
 * time up to a minute, spread by `chance` (0 to 1), and no less than the receiver wants, up to an hour.
 */
export const pauseAfter = (failures: number, chance: number, wantedMs = 0): number => {
  const doubled = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 16));
  const spread = doubled * (1 - SPREAD + 2 * SPREAD * chance);
  return Math.round(Math.max(spread, Math.min(wantedMs, LONGEST_WANTED_MS)));
};
