import { wallClock } from "../figures/wall-clock.ts";

/** Writes ISO times as the clock on the wall of one place shows them: `2026-03-01 14:05:09`. */
export const localTime = (timeZone: string): ((iso: string) => string) => {
  const wall = wallClock(timeZone);
  return (iso) => {
    const wallMs = wall(iso);
    if (Number.isNaN(wallMs)) return "-";
    return new Date(wallMs).toISOString().slice(0, "2026-03-01T14:05:09".length).replace("T", " ");
  };
};
