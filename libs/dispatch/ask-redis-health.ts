import { connect } from "node:net";
import { Redis } from "ioredis";
import type { RedisHealth, RedisTrouble } from "../station/redis-health.ts";
import type { RedisAddress } from "./redis-url.ts";

const ANSWER_MS = 1000;
const GREETING_MS = 500;

const SIGNS: readonly (readonly [RegExp, RedisTrouble])[] = [
  [/\b(WRONGPASS|NOAUTH|NOPERM)\b/, "refused"],
  [/\bmax number of clients\b/i, "crowded"],
  [/\bLOADING\b/, "loading"],
  [/\bOOM\b/, "out-of-memory"],
  [/\b(READONLY|MASTERDOWN)\b/, "read-only"],
  [/\bMISCONF\b/, "unsaved"],
  [/timed? ?out|ETIMEDOUT/i, "silent"],
];

/** What an error of a command or connection says of the server; undefined if nothing. */
export const healthOfError = (error: unknown): RedisTrouble | undefined => {
  const text = error instanceof Error ? error.message : String(error);
  return SIGNS.find(([sign]) => sign.test(text))?.[1];
};

/** Asks a server, on a connection of its own, why it is not to be had; `up` if it answers. Never rejects. */
export const askRedisHealth = async (address: RedisAddress): Promise<RedisHealth> => {
  const redis = new Redis({
    ...address.options,
    lazyConnect: true,
    enableReadyCheck: false,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: ANSWER_MS,
    commandTimeout: ANSWER_MS,
  });
  const told: unknown[] = [];
  redis.on("error", (error) => told.push(error));
  try {
    await redis.connect();
    await redis.ping();
    return "up";
  } catch (error) {
    const greeting = await readGreeting(address);
    const healths = [...told, error, greeting.text].map(healthOfError);
    const found = healths.find((health) => health !== undefined) ?? "away";
    // Where nobody takes connections, as behind a cut cable, nobody keeps silent either.
    return found === "silent" && !greeting.isConnected ? "away" : found;
  } finally {
    redis.disconnect();
  }
};

interface Greeting {
  readonly isConnected: boolean;
  /** Empty if it says nothing, as one with TLS. */
  readonly text: string;
}

/** What a server says before it is asked anything: that it has no room, and then it hangs up. */
const readGreeting = ({ options: { path, host, port } }: RedisAddress): Promise<Greeting> =>
  new Promise((resolve) => {
    const socket = path === undefined ? connect({ host, port: port ?? 6379 }) : connect({ path });
    let isConnected = false;
    const end = (text: string): void => {
      socket.destroy();
      resolve({ isConnected, text });
    };
    socket.setTimeout(GREETING_MS, () => end(""));
    socket.once("connect", () => {
      isConnected = true;
    });
    socket.once("data", (bytes) => end(bytes.toString("latin1")));
    socket.once("error", () => end(""));
    socket.once("close", () => end(""));
  });
