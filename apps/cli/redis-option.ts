import { parseRedisUrl } from "../../libs/dispatch/redis-url.ts";

/**
 * The address of a shared Redis: the option's, else that of REDIS_URL, else undefined. Checked here,
 * before anything is touched. Throws `InputError`.
 */
export const sharedRedisUrl = (option: string | undefined): string | undefined => {
  const url = option ?? (process.env.REDIS_URL || undefined);
  if (url !== undefined) parseRedisUrl(url, option === undefined ? "REDIS_URL" : "--redis");
  return url;
};
