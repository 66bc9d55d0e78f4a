/** Offsets of every zone in use change at these steps at most. */
const STEP_MS = 15 * 60_000;

/**
 * What the clock on the wall of a place shows, as ms since 1970 of a day that has no zone: to be
 * written and reckoned with as if it were UTC. NaN for what is no ISO time.
 */
export const wallClock = (timeZone: string): ((iso: string) => number) => {
  // The Swedish form is the ISO one.
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  const offsets = new Map<number, number>();
  const offsetIn = (step: number): number => {
    const at = step * STEP_MS;
    const offset = Date.parse(`${format.format(at).replace(" ", "T")}Z`) - at;
    offsets.set(step, offset);
    return offset;
  };
  return (iso) => {
    const at = Date.parse(iso);
    if (Number.isNaN(at)) return at;
    const step = Math.floor(at / STEP_MS);
    return at + (offsets.get(step) ?? offsetIn(step));
  };
};

/** A time of the wall clock as people write it: `2026-03-01 14:00`. */
export const wallWords = (wallMs: number): string =>
  new Date(wallMs).toISOString().slice(0, "2026-03-01T14:00".length).replace("T", " ");
