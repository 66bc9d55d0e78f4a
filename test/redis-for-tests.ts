import { readFileSync } from "node:fs";
import { Redis } from "ioredis";
import { type PrivateRedis, startPrivateRedis } from "../libs/dispatch/private-redis.ts";

/** A private Redis that a test can crash. */
export interface RedisForTests extends PrivateRedis {
  /** A connection to look behind the scenes; closed with the server. */
  readonly peek: Redis;
  /** Kills the server with SIGKILL; it stays away until the result is called. */
  crash(): Promise<() => void>;
}

const parentOf = (pid: number): number => {
  const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "";
  return Number(afterName.split(" ")[1]);
};

/** The process id of the server behind a connection. */
export const serverPid = async (redis: Redis): Promise<number> =>
  Number(/process_id:(\d+)/.exec(await redis.info("server"))?.[1]);

/** Starts a Redis of the test's own; installs the server, saying so, where there is none. */
export const startRedisForTests = async (): Promise<RedisForTests> => {
  const server = await startPrivateRedis();
  const peek = new Redis(server.url.slice("unix:".length), { maxRetriesPerRequest: null });
  peek.on("error", () => undefined);
  let stopped: number | undefined;
  const goOn = (): void => {
    if (stopped !== undefined) process.kill(stopped, "SIGCONT");
    stopped = undefined;
  };
  return {
    ...server,
    peek,
    crash: async () => {
      const pid = await serverPid(peek);
      stopped = parentOf(pid);
      // A guard that is stopped cannot start the server again.
      process.kill(stopped, "SIGSTOP");
      process.kill(pid, "SIGKILL");
      return goOn;
    },
    [Symbol.asyncDispose]: async () => {
      peek.disconnect();
      goOn();
      await server[Symbol.asyncDispose]();
    },
  };
};
