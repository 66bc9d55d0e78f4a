/**
 * How a line's Redis is. `up`: it takes what it is given · `away`: nobody is there · `silent`: somebody is, and does
 * not answer · `loading`: it reads its data back · `refused`: it wants another user or password · `crowded`: it takes no
 * more connections · `out-of-memory` · `read-only`: it follows another server · `unsaved`: it cannot write its disk.
 */
export const REDIS_HEALTHS = [
  "up",
  "away",
  "silent",
  "loading",
  "refused",
  "crowded",
  "out-of-memory",
  "read-only",
  "unsaved",
] as const;

/** One of `REDIS_HEALTHS`. */
export type RedisHealth = (typeof REDIS_HEALTHS)[number];

/** What can be wrong with it. */
export type RedisTrouble = Exclude<RedisHealth, "up">;

interface Words {
  /** For the screen's header, after `Redis`. */
  readonly short: string;
  /** After `Redis at ADDRESS`. */
  readonly what: string;
  /** What a person does, without a full stop. */
  readonly mend: string;
}

const WORDS: Readonly<Record<RedisTrouble, Words>> = {
  away: { short: "AWAY", what: "is away", mend: "Start it, or mend the network to it" },
  silent: {
    short: "SILENT",
    what: "takes connections and does not answer",
    mend: "Look at its machine and its log, and start it again if it hangs",
  },
  loading: { short: "LOADING", what: "is reading its data back", mend: "Wait until it has" },
  refused: {
    short: "WRONG PASSWORD",
    what: "refuses the user or password it is given",
    mend: "Set its password back, or start the lot and its workers again with the new one",
  },
  crowded: {
    short: "TOO MANY CLIENTS",
    what: "takes no more connections",
    mend: "Raise its maxclients, or end what is connected to it",
  },
  "out-of-memory": {
    short: "OUT OF MEMORY",
    what: "is out of memory",
    mend: "Raise its maxmemory, or remove what others keep in it",
  },
  "read-only": {
    short: "READ-ONLY",
    what: "is a read-only replica",
    mend: "Make it the master again (replicaof no one), or give the master's address",
  },
  unsaved: {
    short: "CANNOT SAVE",
    what: "cannot save its data, and takes no more",
    mend: "Make room on its disk, and look into its log",
  },
};

/** In a few capitals, what is wrong; undefined if nothing is. */
export const redisWord = (health: RedisHealth): string | undefined =>
  health === "up" ? undefined : WORDS[health].short;

/** What is wrong with a Redis, and what to do, as sentences. `label`: its address, without user and password. */
export const describeRedisTrouble = (trouble: RedisTrouble, label: string): string =>
  `Redis at ${label} ${WORDS[trouble].what}. ${WORDS[trouble].mend}.`;

/** What it means for a line, and what to do, as sentences. `label`: its address, without user and password. */
export const explainRedisHealth = (health: RedisHealth, label: string): string => {
  if (health === "up") return `Redis at ${label} is well again: boards start.`;
  const { what, mend } = WORDS[health];
  return `Redis at ${label} ${what}: boards at work go on and are recorded, new ones wait. ${mend}: the line goes on by itself.`;
};
