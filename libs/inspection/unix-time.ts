/** A Unix time in seconds, for people: `2025-05-28 16:17:05 UTC`. */
export const unixTime = (seconds: number): string =>
  `${new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
