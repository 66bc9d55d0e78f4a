/**
 * How a process of ours is told which Redis: never by an argument, which everybody on the machine can read. The
 * address is complete, so nothing else of our own surroundings adds to it.
 */
export const redisEnvironment = (url: string): Readonly<Record<string, string>> => ({
  REDIS_URL: url,
  FLASHLINE_LINE: "",
});
