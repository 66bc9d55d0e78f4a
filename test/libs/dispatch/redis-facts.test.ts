import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { askRedisFacts, readInfo } from "../../../libs/dispatch/redis-facts.ts";
import { isTooOld } from "../../../libs/dispatch/redis-version.ts";
import { StationError } from "../../../libs/failure/station-error.ts";
import { startRedisForTests } from "../../redis-for-tests.ts";
import { anyCharacter } from "../../support/any-character.ts";

test("a real server tells its facts, and those that were changed", async () => {
  await using server = await startRedisForTests();
  const facts = await askRedisFacts(server.url);
  expect(facts).toMatchObject({ keepsLog: true, canSave: true, evictionPolicy: "noeviction" });
  expect(facts.label).toContain("unix:");
  expect(isTooOld(facts.version)).toBe(false);
  await server.peek.config("SET", "appendonly", "no");
  await server.peek.config("SET", "maxmemory-policy", "allkeys-lru");
  expect(await askRedisFacts(server.url)).toMatchObject({
    ...{ keepsLog: false, evictionPolicy: "allkeys-lru" },
  });
});

test("a server that is not there is a station error when the limit is over", async () => {
  const url = `unix:${join(tmpdir(), "no-such-redis.sock")}`;
  await expect(askRedisFacts(url, 200)).rejects.toThrow(StationError);
});

test("whatever INFO says, facts come of it", () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (info) => {
      expect(Object.keys(readInfo(info))).toHaveLength(4);
    }),
  );
  const failing = "aof_enabled:1\r\naof_last_write_status:err\r\nrdb_last_bgsave_status:ok\r\n";
  expect(readInfo(failing)).toMatchObject({ keepsLog: true, canSave: false });
});

test.each([
  ["6.2.0", false],
  ["7.0.15", false],
  ["10.1", false],
  ["6.0.16", true],
  ["5.9.9", true],
  ["", true],
  ["unstable", true],
])("version %s is too old: %s", (version, tooOld) => {
  expect(isTooOld(version)).toBe(tooOld);
});
