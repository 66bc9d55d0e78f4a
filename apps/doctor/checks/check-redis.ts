import { findRedisServer } from "../../../libs/dispatch/find-redis-server.ts";
import { isTooOld, OLDEST_REDIS } from "../../../libs/dispatch/redis-version.ts";
import { StationError } from "../../../libs/failure/station-error.ts";
import { findProgram } from "../../../libs/process/find-program.ts";
import type { Check, Examination } from "../examination.ts";
import type { Remark } from "../finding.ts";

/** There is a Redis: the shared one that was named, or a server program for a private one. */
export const checkRedis: Check = async ({ machine, redisUrl }) =>
  redisUrl === undefined ? judgeProgram(machine) : judgeShared(redisUrl, machine);

const TOO_OLD = `too old: ${OLDEST_REDIS} or newer is needed (Valkey is fine)`;

const judgeProgram = async ({
  path,
  user,
  ask,
}: Examination["machine"]): Promise<readonly Remark[]> => {
  const server = findRedisServer(path);
  if (server === undefined) {
    const installs =
      findProgram("apt-get", path) !== undefined &&
      (user.uid === 0 || findProgram("sudo", path) !== undefined);
    return [
      {
        level: installs ? "warning" : "problem",
        what: `No redis-server or valkey-server is on the PATH.${installs ? " A lot tries to install it." : ""}`,
        remedy: "Install one, or name a shared Redis with --redis.",
        commands: ["sudo apt-get install -y redis-server"],
      },
    ];
  }
  const answer = await ask([server, "--version"]);
  const version = /\bv=(\d+\.\d+(?:\.\d+)?)/.exec(answer?.stdout ?? "")?.[1];
  if (version === undefined) {
    return [
      {
        level: "warning",
        what: `${server} does not tell its version: it may not start.`,
        commands: [`${server} --version`],
      },
    ];
  }
  if (isTooOld(version)) {
    return [
      {
        level: "problem",
        what: `${server} is version ${version}, ${TOO_OLD}.`,
        remedy: "Update it.",
      },
    ];
  }
  return [{ level: "ok", what: `${server}, version ${version}, for a private Redis` }];
};

const judgeShared = async (
  url: string,
  { askRedis }: Examination["machine"],
): Promise<readonly Remark[]> => {
  const facts = await askRedis(url).catch((error: unknown) => {
    if (error instanceof StationError) return error.message;
    throw error;
  });
  if (typeof facts === "string") {
    return [{ level: "problem", what: facts, commands: ["systemctl status redis-server"] }];
  }
  const { label, version, keepsLog, canSave, evictionPolicy } = facts;
  const remarks: Remark[] = [];
  if (isTooOld(version)) {
    const what = `Redis at ${label} is version ${version}, ${TOO_OLD}.`;
    remarks.push({ level: "problem", what, remedy: "Update it." });
  }
  if (evictionPolicy !== "noeviction") {
    remarks.push({
      level: "warning",
      what: `Redis at ${label} may throw jobs away when its memory is full (maxmemory-policy ${evictionPolicy}).`,
      remedy: "Forbid it, also in its configuration file.",
      commands: ["redis-cli config set maxmemory-policy noeviction"],
    });
  }
  if (!canSave) {
    remarks.push({
      level: "problem",
      what: `Redis at ${label} could not save its data: it may refuse every command.`,
      remedy: "Make room on its disk, and look into its log.",
      commands: ["journalctl -u redis-server -n 50"],
    });
  }
  if (!keepsLog) {
    remarks.push({
      level: "note",
      what: `Redis at ${label} logs no writes: after its own restart it has forgotten the boards in work. No verdict is lost: those are in the journal.`,
      remedy: "Let it keep a log, also in its configuration file.",
      commands: ["redis-cli config set appendonly yes"],
    });
  }
  return [...remarks, { level: "ok", what: `Redis ${version} at ${label} answers` }];
};
