import { DEFAULT_PREFIX } from "../../../libs/dispatch/keys.ts";
import { parseRedisUrl } from "../../../libs/dispatch/redis-url.ts";

/** For people: what a lot waits for that has no fixture yet, and how to bring one. */
export const callForStation = (redisUrl: string): string => {
  const { label, prefix } = parseRedisUrl(redisUrl);
  const name = prefix === DEFAULT_PREFIX ? undefined : prefix.slice(DEFAULT_PREFIX.length + 1);
  const which = name === undefined ? "of the line" : `of line ${name}`;
  const option = name === undefined ? "" : ` --line ${name}`;
  return `The lot waits for a station ${which} on ${label}. On a host with fixtures: npx flashline worker --jig F --redis ${label}${option}`;
};
