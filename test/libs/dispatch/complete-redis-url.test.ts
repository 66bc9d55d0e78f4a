import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { completeRedisUrl } from "../../../libs/dispatch/complete-redis-url.ts";
import { keysOf } from "../../../libs/dispatch/keys.ts";
import { isLineName, linePrefix } from "../../../libs/dispatch/line-prefix.ts";
import { parseRedisUrl } from "../../../libs/dispatch/redis-url.ts";
import { InputError } from "../../../libs/input/input-error.ts";

const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), "redis-url-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};

test("an address says what it says, and the environment the rest", () => {
  const PEM = "-----BEGIN CERTIFICATE-----\n";
  const folder = folderWith({ pass: "p@ss:w%rd\n", "ca one.pem": PEM, "other.pem": `${PEM}2` });
  const environment = {
    FLASHLINE_REDIS_USER: "me",
    FLASHLINE_REDIS_PASSWORD_FILE: join(folder, "pass"),
    FLASHLINE_REDIS_CA: join(folder, "ca one.pem"),
  };
  const url = completeRedisUrl("rediss://h:7000/2", "line-a", environment);
  expect(parseRedisUrl(url)).toEqual({
    options: {
      ...{ host: "h", port: 7000, db: 2, username: "me", password: "p@ss:w%rd" },
      tls: { ca: PEM },
    },
    label: "rediss://h:7000/2",
    prefix: "flashline:line-a",
  });
  // Again, as a process that was started with it does: the same.
  expect(completeRedisUrl(url, undefined, environment)).toBe(url);
  const given = `rediss://you:own@h?ca=${join(folder, "other.pem")}&line=b`;
  expect(parseRedisUrl(completeRedisUrl(given, "a", environment))).toMatchObject({
    options: { username: "you", password: "own", tls: { ca: `${PEM}2` } },
    prefix: "flashline:b",
  });
  expect(completeRedisUrl("unix:/run/redis.sock", "a", environment)).toBe(
    "unix:/run/redis.sock?line=a",
  );
  expect(parseRedisUrl("/run/redis.sock?line=a")).toMatchObject({
    options: { path: "/run/redis.sock" },
    prefix: "flashline:a",
  });
});

test("what cannot be meant is refused", () => {
  const ca = join(folderWith({ ca: "no certificate" }), "ca");
  const complete = (text: string, environment: Readonly<Record<string, string>>) => () =>
    parseRedisUrl(completeRedisUrl(text, undefined, environment));
  const missing = { FLASHLINE_REDIS_PASSWORD_FILE: "/nonesuch" };
  expect(complete("redis://h", missing)).toThrow(/PASSWORD_FILE: \/nonesuch cannot be read/);
  expect(complete("redis://h", { FLASHLINE_REDIS_CA: ca })).toThrow(/Write rediss:\/\//);
  expect(complete("rediss://h", { FLASHLINE_REDIS_CA: ca })).toThrow(/neither certificate nor key/);
  expect(complete("rediss://h", { FLASHLINE_REDIS_CA: "/nonesuch" })).toThrow(InputError);
  expect(() => parseRedisUrl("redis://h?ca=x")).toThrow(InputError);
  expect(() => parseRedisUrl("redis://h?line=a%20b")).toThrow(/A line's name is/);
});

/** Every key of a line, for ids that others might also choose. */
const keysUnder = (prefix: string): readonly string[] =>
  Object.values(keysOf(prefix)).map((key: string | ((...parts: string[]) => string)) =>
    typeof key === "string" ? key : key("F01", "F02"),
  );

test("lines of different names have no key in common, nor with one that has no name", () => {
  const name = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/),
    fc.constantFrom("worker", "queue", "session", "a", "A", "a.b"),
  );
  fc.assert(
    fc.property(name, name, (one, other) => {
      fc.pre(isLineName(one) && isLineName(other) && one !== other);
      const [left, right, none] = [one, other, undefined].map((line) =>
        keysUnder(linePrefix(line, Error)),
      );
      const all = [...(left ?? []), ...(right ?? []), ...(none ?? [])];
      expect(new Set(all).size).toBe(3 * (none ?? []).length);
    }),
  );
  for (const bad of ["", "worker", "lease", "a b", "a:b", "a*", "-a", "x".repeat(41)]) {
    expect(isLineName(bad)).toBe(false);
  }
});
