import type { ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import { findRedisServer } from "../../libs/dispatch/find-redis-server.ts";
import { keepOutput } from "./keep-output.ts";
import type { RoundPlace } from "./round-place.ts";

/** Folder of the shared Redis's data. */
export const REDIS_DATA = "redis";

/** Where a Redis is on the network besides its socket. */
export interface RedisSeat {
  /** A program that starts it, with arguments. */
  readonly by: readonly string[];
  /** Of its own command line. */
  readonly listen: readonly string[];
}

const NOWHERE: RedisSeat = { by: [], listen: ["--port", "0"] };

const FLAGS = [
  ...["--appendonly", "yes", "--appendfsync", "always", "--save", ""],
  ...["--maxmemory-policy", "noeviction"],
];

/** Starts the round's shared Redis, its data in `REDIS_DATA`. @throws Error if there is no server's program */
export const startRedis = (
  place: RoundPlace,
  socket: string,
  { by, listen }: RedisSeat = NOWHERE,
): ChildProcess => {
  const server = findRedisServer(process.env.PATH ?? "");
  if (server === undefined) throw new Error("no redis-server on the PATH");
  const dir = place.path(REDIS_DATA);
  mkdirSync(dir, { recursive: true });
  const command = [...by, server, "--unixsocket", socket, "--dir", dir, ...listen, ...FLAGS];
  return keepOutput(place, "redis", place.start(command, "pipe"));
};
