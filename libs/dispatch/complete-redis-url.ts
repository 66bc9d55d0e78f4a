import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { InputError } from "../input/input-error.ts";

/** By variable, the parameter of an address that it stands in for. */
const FILES = {
  FLASHLINE_REDIS_CA: "ca",
  FLASHLINE_REDIS_CERT: "cert",
  FLASHLINE_REDIS_KEY: "key",
} as const;

/** What of a process's surroundings says how to reach Redis. */
export type RedisEnvironment = Readonly<Record<string, string | undefined>>;

const passwordOf = (environment: RedisEnvironment): string | undefined => {
  if (environment.FLASHLINE_REDIS_PASSWORD) return environment.FLASHLINE_REDIS_PASSWORD;
  const file = environment.FLASHLINE_REDIS_PASSWORD_FILE;
  if (!file) return undefined;
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch {
    throw new InputError(
      { source: "FLASHLINE_REDIS_PASSWORD_FILE" },
      `${file} cannot be read.`,
      "Name a file that this user may read, with the password in it.",
    );
  }
};

const addLine = (text: string, line = ""): string => {
  if (line === "" || /[?&]line=/.test(text)) return text;
  return `${text}${text.includes("?") ? "&" : "?"}line=${line}`;
};

/**
 * A readable address with what it leaves out: the line (none if empty), and for a server on a network what the environment says of
 * user, password and certificates. What the address says itself goes before.
 * @throws InputError
 */
export const completeRedisUrl = (
  text: string,
  line: string | undefined,
  environment: RedisEnvironment,
): string => {
  if (!/^rediss?:/.test(text)) return addLine(text, line);
  const url = new URL(text);
  const password = passwordOf(environment);
  const user = environment.FLASHLINE_REDIS_USER;
  if (url.username === "" && user) url.username = encodeURIComponent(user);
  if (url.password === "" && password) url.password = encodeURIComponent(password);
  for (const [variable, name] of Object.entries(FILES)) {
    const file = environment[variable];
    if (!file || url.searchParams.has(name)) continue;
    if (url.protocol === "redis:") {
      const problem = "names a certificate, but the address is redis://, which has no TLS.";
      throw new InputError({ source: variable }, problem, "Write rediss:// for a Redis with TLS.");
    }
    url.searchParams.set(name, resolve(file));
  }
  return addLine(url.href, line);
};
