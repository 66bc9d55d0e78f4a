import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRedisUrl } from "../../../libs/dispatch/redis-url.ts";
import { InputError } from "../../../libs/input/input-error.ts";

test.each([
  ["redis://line", { host: "line", port: 6379 }, "redis://line:6379"],
  ["redis://10.0.0.5:7000/3", { host: "10.0.0.5", port: 7000, db: 3 }, "redis://10.0.0.5:7000/3"],
  ["redis://[::1]:6380/", { host: "::1", port: 6380 }, "redis://[::1]:6380"],
  [
    "rediss://me:p%40ss@line",
    { host: "line", port: 6379, username: "me", password: "p@ss", tls: {} },
    "rediss://line:6379",
  ],
  ["redis://:secret@line", { host: "line", port: 6379, password: "secret" }, "redis://line:6379"],
  ["unix:/run/redis.sock", { path: "/run/redis.sock" }, "unix:/run/redis.sock"],
  ["unix:///run/redis.sock", { path: "/run/redis.sock" }, "unix:/run/redis.sock"],
  ["/run/redis.sock", { path: "/run/redis.sock" }, "unix:/run/redis.sock"],
  ["/run/x/../a b.sock", { path: "/run/a b.sock" }, "unix:/run/a b.sock"],
])("reads %s", (text, options, label) => {
  expect(parseRedisUrl(text)).toEqual({ options, label, prefix: "flashline" });
});

test("reads a socket's path relative to where we are", () => {
  const path = `${process.cwd()}/redis.sock`;
  expect(parseRedisUrl("./redis.sock").options).toEqual({ path });
});

test.each([
  "",
  "line",
  "line:6379",
  "http://line",
  "redis://",
  "redis://line:99999",
  "redis://line/lot",
  "redis://line?db=3",
  "redis://a%ZZ:b@line",
  "unix:",
  `/${"x".repeat(120)}`,
  "/run/\0",
])("refuses %j", (text) => {
  expect(() => parseRedisUrl(text, "REDIS_URL")).toThrow(InputError);
  expect(() => parseRedisUrl(text, "REDIS_URL")).toThrow(/^REDIS_URL: .* Give redis:\/\//);
});

test("never shows a password, whatever it is given", () => {
  const password = fc.stringMatching(/^[A-Za-z0-9%@:/?#[\]]{0,10}$/).map((text) => `zq${text}zq`);
  fc.assert(
    fc.property(password, fc.string(), (secret, rest) => {
      try {
        expect(parseRedisUrl(`redis://me:${secret}@line${rest}`).label).not.toContain("zq");
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        expect(String(error)).not.toContain("zq");
      }
    }),
  );
});
