import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printable } from "../failure/printable.ts";
import { StationError } from "../failure/station-error.ts";
import { connectRedis, untilUp } from "./connection.ts";
import { ensureRedisServer } from "./install-redis.ts";
import { REDIS_GUARD } from "./redis-guard.ts";
import { parseRedisUrl } from "./redis-url.ts";
import { FOLDER_PREFIX, signFolder, sweepAbandoned } from "./sweep-redis.ts";

/**
 * A Redis server of our own. It survives Ctrl-C in our terminal, comes back with its data after a
 * crash, and is gone, folder and all, after disposal or our own death.
 */
export interface PrivateRedis extends AsyncDisposable {
  /** For everything that takes `--redis`. */
  readonly url: string;
  /** Holds its socket, data and log. */
  readonly folder: string;
  /** Resolves with the last line of its log when it has ended for good; before disposal: a fault. */
  readonly ended: Promise<string>;
}

/** Where a private Redis starts. */
export interface PrivateRedisPlace {
  /** The server's program. By default this machine's, installed when there is none. */
  readonly server: string;
  /** The folder for its own folder. By default the system's for temporary files. */
  readonly parent: string;
}

const UP_MS = 10_000;
const DOWN_MS = 5000;

/** Some systems take no longer path for a socket; the rest of ours takes 30. */
const MAX_PARENT_LENGTH = 60;

const FLAGS = [
  ["--port", "0"],
  ["--unixsocketperm", "700"],
  // What is acknowledged survives a crash of the server. More is of no use in a folder that no restart of
  // the machine outlives, and with "always" a full disk ends the server: so it waits for room.
  ["--appendonly", "yes"],
  ["--appendfsync", "everysec"],
  ["--save", ""],
  ["--maxmemory-policy", "noeviction"],
  ["--daemonize", "no"],
].flat();

const lastLine = (file: string): string => {
  try {
    const line = readFileSync(file, "utf8").trimEnd().split("\n").at(-1);
    return printable(line || "it wrote nothing", 300);
  } catch {
    return "it left no log";
  }
};

const makeFolder = async (wished: string): Promise<string> => {
  const parent = Buffer.byteLength(wished) > MAX_PARENT_LENGTH ? "/tmp" : wished;
  await sweepAbandoned(parent);
  try {
    const folder = await mkdtemp(join(parent, FOLDER_PREFIX));
    await signFolder(folder);
    return folder;
  } catch (cause) {
    const problem = `No folder for the private Redis could be made in ${printable(parent)}.`;
    throw new StationError(`${problem} Make room there, or set TMPDIR.`, { cause });
  }
};

const killGroup = (guard: ChildProcess): void => {
  if (guard.pid === undefined) return;
  try {
    process.kill(-guard.pid, "SIGKILL");
  } catch {
    // All of it has ended.
  }
};

const stop = async (guard: ChildProcess, folder: string, exited: Promise<void>): Promise<void> => {
  guard.stdin?.end();
  const late = setTimeout(() => killGroup(guard), DOWN_MS);
  await exited;
  clearTimeout(late);
  // A guard that was killed has left its server and the folder.
  killGroup(guard);
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
};

const answers = async (url: string): Promise<void> => {
  const redis = connectRedis(parseRedisUrl(url), "patient");
  try {
    await untilUp(redis, "its socket", UP_MS);
  } finally {
    redis.disconnect();
  }
};

/** Starts it and waits until it answers. Throws StationError if it does not, or cannot be installed. */
export const startPrivateRedis = async (
  place: Partial<PrivateRedisPlace> = {},
): Promise<PrivateRedis> => {
  const server = place.server ?? (await ensureRedisServer());
  const folder = await makeFolder(place.parent ?? tmpdir());
  const socket = join(folder, "redis.sock");
  const logFile = join(folder, "redis.log");
  const log = openSync(logFile, "a");
  const command = [server, "--unixsocket", socket, "--dir", folder, ...FLAGS];
  // Detached: a session of its own, out of reach of the terminal's Ctrl-C.
  const guard = spawn("/bin/sh", ["-c", REDIS_GUARD, "flashline-redis", folder, ...command], {
    detached: true,
    cwd: folder,
    stdio: ["pipe", log, log],
  });
  closeSync(log);
  guard.stdin?.on("error", () => undefined);
  const exited: Promise<void> = once(guard, "exit").then(
    () => undefined,
    () => undefined,
  );
  const url = `unix:${socket}`;
  const ended = exited.then(() => lastLine(logFile));
  const failed = await Promise.race([
    answers(url).then(
      () => undefined,
      () => lastLine(logFile),
    ),
    ended,
  ]);
  const dispose = () => stop(guard, folder, exited);
  if (failed !== undefined) {
    await dispose();
    throw new StationError(`The private Redis (${printable(server)}) did not start: ${failed}`);
  }
  return { url, folder, ended, [Symbol.asyncDispose]: dispose };
};
