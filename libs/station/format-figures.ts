import { shareWords } from "../figures/share-words.ts";

const pad = (part: number): string => String(part).padStart(2, "0");

/** Milliseconds as `h:mm:ss`. */
export const formatDuration = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
};

/** A share of 0 to 1, as reports write it; `-` where there is none yet. */
export const formatShare = (share: number | null): string => shareWords(share);

/** The time of day of an ISO time as this computer's clock shows it, `hh:mm:ss`. */
export const formatTimeOfDay = (at: string): string => {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return "--:--:--";
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map(pad).join(":");
};
