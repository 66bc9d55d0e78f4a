import { access, constants } from "node:fs/promises";
import { userInfo } from "node:os";
import { askOwner } from "../../libs/claims/ask-owner.ts";
import { askRedisFacts } from "../../libs/dispatch/redis-facts.ts";
import { onoffTrouble } from "../../libs/gpio/onoff-trouble.ts";
import { readDiskRoom } from "../../libs/process/disk-room.ts";
import { askProgram } from "./ask-program.ts";
import type { Machine, User } from "./machine.ts";

/** The machine this runs on. `home` is the program's folder. */
export const thisMachine = (home: string): Machine => ({
  root: "/",
  home,
  user: thisUser(),
  pid: process.pid,
  threadPool: process.env.UV_THREADPOOL_SIZE,
  path: process.env.PATH ?? "",
  environment: process.env,
  now: new Date(),
  mayUse: (file, way) =>
    access(file, way === "write" ? constants.W_OK : constants.R_OK | constants.W_OK).then(
      () => true,
      () => false,
    ),
  roomOf: readDiskRoom,
  ask: askProgram,
  ownerOf: askOwner,
  askRedis: (url) => askRedisFacts(url),
  onoffTrouble,
});

const thisUser = (): User => {
  const uid = process.getuid?.() ?? -1;
  const groups = [...new Set([process.getgid?.() ?? -1, ...(process.getgroups?.() ?? [])])];
  return { name: nameOf(uid), uid, groups };
};

/** A user of a container may be in no list. */
const nameOf = (uid: number): string => {
  try {
    return userInfo().username;
  } catch {
    return `${uid}`;
  }
};
