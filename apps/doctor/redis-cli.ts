import { resolve } from "node:path";
import { parseRedisUrl } from "../../libs/dispatch/redis-url.ts";
import { findProgram } from "../../libs/process/find-program.ts";
import { shellWord } from "../../libs/process/shell-word.ts";

/** Options of redis-cli, by the address's parameter that names the file. */
const FILES = [
  ["ca", "--cacert"],
  ["cert", "--cert"],
  ["key", "--key"],
] as const;

/**
 * The line for a shell that gives a Redis a command; a password is asked for there, and never in it. `path` is
 * written like the variable PATH; undefined where it has no client.
 */
export const redisCli = (
  url: string,
  path: string,
  ...command: readonly string[]
): string | undefined => {
  const client = ["redis-cli", "valkey-cli"].find((name) => findProgram(name, path) !== undefined);
  if (client === undefined) return undefined;
  const { options } = parseRedisUrl(url);
  const way =
    options.path === undefined
      ? ["-h", options.host ?? "", "-p", String(options.port), ...secretsOf(url)]
      : ["-s", options.path];
  return [client, ...way, ...command].map(shellWord).join(" ");
};

const secretsOf = (url: string): readonly string[] => {
  const { username, password, tls } = parseRedisUrl(url).options;
  const { searchParams } = new URL(url);
  const files = FILES.flatMap(([name, option]) => {
    const file = searchParams.get(name);
    return file === null ? [] : [option, resolve(file)];
  });
  return [
    ...(tls === undefined ? [] : ["--tls", ...files]),
    ...(username === undefined ? [] : ["--user", username]),
    ...(password === undefined ? [] : ["--askpass"]),
  ];
};
