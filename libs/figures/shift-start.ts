const DAY_MS = 24 * 3_600_000;

/** When the shift of a wall-clock time began. `starts`: ms after midnight, at least one, in any order. */
export const shiftStart = (wallMs: number, starts: readonly number[]): number => {
  const midnight = Math.floor(wallMs / DAY_MS) * DAY_MS;
  const begun = starts.filter((start) => midnight + start <= wallMs);
  // Before the first shift of a day goes on the last one of the day before.
  return begun.length > 0 ? midnight + Math.max(...begun) : midnight - DAY_MS + Math.max(...starts);
};
