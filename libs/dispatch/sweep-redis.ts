import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { processMark } from "../process/process-mark.ts";

/** How the folder of every private Redis begins. */
export const FOLDER_PREFIX = "flashline-redis-";

const OWNER_FILE = "owner";

/** Between an owner and the world of process numbers that it lives in: containers may share a folder, and have their own. */
const WORLD = " in ";

const thisWorld = (): string => {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "unknown";
  }
};

/** Says in a private Redis's folder whose it is: this process's. */
export const signFolder = (folder: string): Promise<void> => {
  const mark = processMark(process.pid);
  const owner = mark === undefined ? "" : `${mark}${WORLD}${thisWorld()}`;
  return writeFile(join(folder, OWNER_FILE), owner);
};

/**
 * Ends and removes what is left of private servers whose owner was killed together with the guard, which
 * else does so. Never rejects: what cannot be removed stays, and harms nobody.
 */
export const sweepAbandoned = async (parent: string): Promise<void> => {
  for (const folder of foldersIn(parent).filter(isAbandoned)) {
    for (const pid of processesIn(folder)) kill(pid);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
};

const foldersIn = (parent: string): readonly string[] => {
  try {
    return readdirSync(parent)
      .filter((name) => name.startsWith(FOLDER_PREFIX))
      .map((name) => join(parent, name));
  } catch {
    return [];
  }
};

/** One that is not signed is just being made; whether an owner of another world lives cannot be seen from here. */
const isAbandoned = (folder: string): boolean => {
  try {
    const [mark = "", world] = readFileSync(join(folder, OWNER_FILE), "utf8").split(WORLD);
    if (mark === "" || world !== thisWorld()) return false;
    return processMark(Number.parseInt(mark, 10)) !== mark;
  } catch {
    return false;
  }
};

/** Guard and server are in their folder; who cannot be looked into is another user's. */
const processesIn = (folder: string): readonly number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder;
      } catch {
        return false;
      }
    })
    .map(Number);

const kill = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has just ended.
  }
};
