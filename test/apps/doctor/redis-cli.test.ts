import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { redisCli } from "../../../apps/doctor/redis-cli.ts";
import { completeRedisUrl } from "../../../libs/dispatch/complete-redis-url.ts";
import { askRedisFacts } from "../../../libs/dispatch/redis-facts.ts";
import { Workplace } from "../../support/run-flashline.ts";
import { startSecuredRedis } from "../../support/secured-redis.ts";
import { nest, StationOfFiles } from "./station-of-files.ts";

test("a setting of a shared Redis is mended by the command as it stands, which is nowhere its password", async () => {
  using station = new StationOfFiles();
  await using place = new Workplace();
  const secret = "p/word";
  const user = `user admin on >${secret} ~* &* +@all`;
  const line = `user line-a on >${secret} ~flashline:* &flashline:* -@all +@read +@write +@connection +info`;
  await using redis = await startSecuredRedis(place, [user, line]);
  const urlOf = (name: string): string =>
    completeRedisUrl(`rediss://${redis.address}`, undefined, {
      FLASHLINE_REDIS_USER: name,
      FLASHLINE_REDIS_PASSWORD: secret,
      FLASHLINE_REDIS_CA: redis.ca,
    });
  const path = process.env.PATH ?? "";
  const look = async (redisUrl: string) => {
    const asked = { machine: { askRedis: askRedisFacts, path }, order: { redisUrl } };
    const found = await station.findings("redis", [nest("F01", "/dev/nowhere")], asked);
    expect(JSON.stringify(found)).not.toContain(secret);
    return found;
  };
  await redis.peek.config("SET", "appendonly", "no");
  const [remark] = await look(urlOf("admin"));
  const [command = ""] = remark?.commands ?? [];
  expect(remark?.level).toBe("note");
  expect(command).toMatch(
    /^(redis|valkey)-cli -h 127\.0\.0\.1 -p \d+ --tls .* --askpass config set/,
  );
  // Who pastes it types the password.
  expect(execFileSync("sh", ["-c", command], { input: `${secret}\n`, encoding: "utf8" })).toContain(
    "OK",
  );
  expect(await look(urlOf("admin"))).toMatchObject([{ level: "ok" }]);
  await redis.peek.config("SET", "appendonly", "no");
  const [told] = await look(urlOf("line-a"));
  expect(told?.commands).toBeUndefined();
  expect(told?.remedy).toMatch(/^On its host write `appendonly yes` into its configuration file/);
});

test.each([
  ["redis://h:7000/3", "redis-cli -h h -p 7000 ping"],
  ["redis://[fe80::1]:7000", "redis-cli -h fe80::1 -p 7000 ping"],
  ["redis://:s@h", "redis-cli -h h -p 6379 --askpass ping"],
  ["unix:/run/my redis.sock?line=a", "redis-cli -s '/run/my redis.sock' ping"],
])("a command for the Redis at %s", async (url, command) => {
  using station = new StationOfFiles();
  const folder = join(station.root, "bin");
  mkdirSync(folder);
  writeFileSync(join(folder, "redis-cli"), "", { mode: 0o755 });
  expect(redisCli(url, folder, "ping")).toBe(command);
  expect(redisCli(url, "", "ping")).toBeUndefined();
});
