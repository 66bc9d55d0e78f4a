/** A time in seconds, given in ms. */
export const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** A time in whole milliseconds. */
export const inMilliseconds = (ms: number): string => `${Math.round(ms)} ms`;

/** How far one time is beyond another, in ms. */
export const beyond = (ms: number, bound: number): string => {
  const gap = Math.round(ms - bound);
  return gap < 0 ? `${gap}` : `+${gap}`;
};

/** How many times the bound. */
export const timesBound = (ms: number, bound: number): string => (ms / bound).toFixed(3);

/** A part of a whole, 0 to 1. */
export const inPercent = (part: number): string => `${(part * 100).toFixed(0)} %`;

/** A size given in bytes. */
export const inMebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
