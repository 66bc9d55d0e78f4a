import { resolve } from "node:path";
import type { RedisOptions } from "ioredis";
import { InputError } from "../input/input-error.ts";
import { linePrefix } from "./line-prefix.ts";
import { readTlsFiles } from "./redis-tls.ts";

/** Where a Redis is. */
export interface RedisAddress {
  readonly options: Pick<
    RedisOptions,
    "host" | "port" | "path" | "username" | "password" | "db" | "tls"
  >;
  /** For messages: no user, no password. */
  readonly label: string;
  /** Of all keys of the line that is meant. */
  readonly prefix: string;
}

const DEFAULT_PORT = 6379;

/** Longest path a UNIX socket address holds, in bytes (`sockaddr_un` less its final zero). */
const MAX_SOCKET_PATH = 107;

const REMEDY = "Give redis://host:port, rediss://host:port or unix:/path/to/redis.sock.";

/** What may follow a `?`. */
const PARAMETERS = new Set(["line", "ca", "cert", "key"]);

type Refuse = (problem: string) => InputError;

const parametersIn = (search: string, refuse: Refuse): ReadonlyMap<string, string> => {
  const entries = [...new URLSearchParams(search)];
  if (entries.some(([name]) => !PARAMETERS.has(name)) || search === "?") {
    throw refuse("Parameters after ? or # are not known.");
  }
  return new Map(entries);
};

const parseSocket = (text: string, refuse: Refuse): RedisAddress => {
  const [path = "", ...more] = text.split("?");
  if (path === "") throw refuse("The socket's path is missing.");
  if (path.includes("\0")) throw refuse("The socket's path holds a zero byte.");
  const absolute = resolve(path);
  if (Buffer.byteLength(absolute) > MAX_SOCKET_PATH) {
    throw refuse(`The socket's path is longer than ${MAX_SOCKET_PATH} bytes.`);
  }
  const given = parametersIn(more.map((part) => `?${part}`).join(""), refuse);
  return {
    options: { path: absolute },
    label: `unix:${absolute}`,
    prefix: linePrefix(given.get("line"), refuse),
  };
};

const decoded = (text: string, refuse: Refuse): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse("User or password has a bad %-escape.");
  }
};

const parseUrl = (text: string, refuse: Refuse): RedisAddress => {
  if (!URL.canParse(text)) throw refuse("This is no address of a Redis server.");
  const url = new URL(text);
  const secure = url.protocol === "rediss:";
  if (!secure && url.protocol !== "redis:") throw refuse("This is no address of a Redis server.");
  if (url.hostname === "") throw refuse("The host is missing.");
  if (url.hash !== "") throw refuse("Parameters after ? or # are not known.");
  const given = parametersIn(url.search, refuse);
  const tls = readTlsFiles(given);
  if (!secure && Object.keys(tls).length > 0) throw refuse("Certificates are for rediss:// alone.");
  const db = /^\/?(\d{0,5})$/.exec(url.pathname)?.[1];
  if (db === undefined) throw refuse("What follows the host must be a database number.");
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = url.port === "" ? DEFAULT_PORT : Number(url.port);
  return {
    options: {
      host,
      port,
      ...(url.username === "" ? {} : { username: decoded(url.username, refuse) }),
      ...(url.password === "" ? {} : { password: decoded(url.password, refuse) }),
      ...(db === "" ? {} : { db: Number(db) }),
      ...(secure ? { tls } : {}),
    },
    label: `${url.protocol}//${url.hostname}:${port}${db === "" ? "" : `/${db}`}`,
    prefix: linePrefix(given.get("line"), refuse),
  };
};

/**
 * Reads the address of a Redis: `redis://[user:password@]host[:port][/db]`, `rediss://` for TLS,
 * `unix:/path`, or a socket's path alone; `?line=NAME` for a line of that name, and with `rediss://` files
 * in PEM: `ca=FILE` to trust, `cert=FILE&key=FILE` to show. `source` is the option or variable it came from.
 * Throws InputError, which never repeats the text: it may hold a password.
 */
export const parseRedisUrl = (text: string, source = "--redis"): RedisAddress => {
  const refuse = (problem: string): InputError => new InputError({ source }, problem, REMEDY);
  const socket = /^unix:(?:\/\/(?=\/))?(.*)$/s.exec(text)?.[1];
  if (socket !== undefined) return parseSocket(socket, refuse);
  if (/^\.{0,2}\//.test(text)) return parseSocket(text, refuse);
  return parseUrl(text, refuse);
};
