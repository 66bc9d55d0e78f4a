import { findRedisServer } from "../../../libs/dispatch/find-redis-server.ts";
import { parseRedisUrl } from "../../../libs/dispatch/redis-url.ts";
import { isTooOld, OLDEST_REDIS } from "../../../libs/dispatch/redis-version.ts";
import { StationError } from "../../../libs/failure/station-error.ts";
import { findProgram } from "../../../libs/process/find-program.ts";
import type { Check, Examination } from "../examination.ts";
import type { Remark } from "../finding.ts";
import { redisCli } from "../redis-cli.ts";

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
  { askRedis, path }: Examination["machine"],
): Promise<readonly Remark[]> => {
  const facts = await askRedis(url).catch((error: unknown) => {
    if (error instanceof StationError) return error.message;
    throw error;
  });
  if (typeof facts === "string") {
    const look = isHere(url) ? "systemctl status redis-server" : redisCli(url, path, "ping");
    return [{ level: "problem", what: facts, ...(look !== undefined && { commands: [look] }) }];
  }
  const { label, version, keepsLog, canSave, evictionPolicy, showsSettings } = facts;
  const setting = (name: string, value: string): Pick<Remark, "remedy" | "commands"> => {
    const command = showsSettings ? redisCli(url, path, "config", "set", name, value) : undefined;
    const file = `write \`${name} ${value}\` into its configuration file (redis.conf)`;
    return command === undefined
      ? { remedy: `On its host ${file}, and start it again.` }
      : {
          remedy: `Set it now, and ${file}, too: a restart forgets the first.`,
          commands: [command],
        };
  };
  const remarks: Remark[] = [];
  if (isTooOld(version)) {
    const what = `Redis at ${label} is version ${version}, ${TOO_OLD}.`;
    remarks.push({ level: "problem", what, remedy: "Update it." });
  }
  if (evictionPolicy !== "noeviction") {
    remarks.push({
      level: "warning",
      what: `Redis at ${label} may throw jobs away when its memory is full (maxmemory-policy ${evictionPolicy}).`,
      ...setting("maxmemory-policy", "noeviction"),
    });
  }
  if (!canSave) {
    remarks.push({
      level: "problem",
      what: `Redis at ${label} could not save its data: it may refuse every command.`,
      remedy: `Make room on its disk, and look into its log${isHere(url) ? "." : " on its host."}`,
      ...(isHere(url) && { commands: ["journalctl -u redis-server -n 50"] }),
    });
  }
  if (!keepsLog) {
    remarks.push({
      level: "note",
      what: `Redis at ${label} logs no writes: after its own restart it has forgotten the boards in work. No verdict is lost: those are in the journal.`,
      ...setting("appendonly", "yes"),
    });
  }
  remarks.push(...judgeSecrecy(url, label));
  return [...remarks, { level: "ok", what: `Redis ${version} at ${label} answers` }];
};

/** Whether it is on this machine, reached by a socket or by loopback. */
const isHere = (url: string): boolean => {
  const { host } = parseRedisUrl(url).options;
  return host === undefined || /^(localhost|127\.[\d.]+|::1)$/.test(host);
};

/** What goes over a network can be read and changed there. */
const judgeSecrecy = (url: string, label: string): readonly Remark[] => {
  if (isHere(url)) return [];
  const { tls, password } = parseRedisUrl(url).options;
  const remarks: Remark[] = [];
  if (tls === undefined) {
    const secret = password === undefined ? "" : "the password and ";
    remarks.push({
      level: "warning",
      what: `Redis at ${label} is reached over a network without TLS: ${secret}every job can be read and changed on its way.`,
      remedy:
        "Give Redis a certificate and write rediss:// (docs/line.md), or keep the network to the line alone.",
    });
  }
  if (password === undefined) {
    remarks.push({
      level: "warning",
      what: `Redis at ${label} asks for no password: whoever reaches it can have boards flashed.`,
      remedy:
        "Give it a user for the line (docs/line.md), and name the file with its password in FLASHLINE_REDIS_PASSWORD_FILE.",
    });
  }
  return remarks;
};
