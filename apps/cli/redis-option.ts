import { completeRedisUrl } from "../../libs/dispatch/complete-redis-url.ts";
import { parseRedisUrl } from "../../libs/dispatch/redis-url.ts";

/**
 * The address of a shared Redis: the option's, else that of REDIS_URL, else undefined; completed by the line's
 * name and by what FLASHLINE_REDIS_... say of password and certificates. Checked here, before anything is
 * touched. Throws `InputError`.
 */
export const sharedRedisUrl = (
  option: string | undefined,
  line: string | undefined,
): string | undefined => {
  const text = option ?? (process.env.REDIS_URL || undefined);
  if (text === undefined) return undefined;
  const source = option === undefined ? "REDIS_URL" : "--redis";
  parseRedisUrl(text, source);
  const url = completeRedisUrl(text, line, process.env);
  parseRedisUrl(url, source);
  return url;
};
