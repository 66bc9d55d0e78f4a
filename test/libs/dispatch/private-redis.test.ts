import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { Redis } from "ioredis";
import { expect, test, vi } from "vitest";
import { startPrivateRedis } from "../../../libs/dispatch/private-redis.ts";
import { StationError } from "../../../libs/failure/station-error.ts";
import { serverPid, startRedisForTests } from "../../redis-for-tests.ts";
import { mountSmallDisk } from "../../support/small-disk.ts";
import { PATIENT } from "./samples.ts";

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

const sessionOf = (pid: number): string | undefined =>
  readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[3];

test("answers on a socket of its own, in a session of its own, and leaves nothing behind", async () => {
  const redis = await startRedisForTests();
  expect(await redis.peek.ping()).toBe("PONG");
  expect(redis.url).toBe(`unix:${join(redis.folder, "redis.sock")}`);
  expect(Buffer.byteLength(redis.url)).toBeLessThan(100);
  expect(statSync(redis.folder).mode & 0o077).toBe(0);
  const pid = await serverPid(redis.peek);
  // A terminal's Ctrl-C goes to the session it belongs to.
  expect(sessionOf(pid)).not.toBe(sessionOf(process.pid));
  await redis[Symbol.asyncDispose]();
  expect(existsSync(redis.folder)).toBe(false);
  expect(isAlive(pid)).toBe(false);
});

test("comes back with all it acknowledged when the server is killed", async () => {
  await using redis = await startRedisForTests();
  await redis.peek.set("kept", "yes");
  const before = await serverPid(redis.peek);
  (await redis.crash())();
  expect(await redis.peek.get("kept")).toBe("yes");
  expect(await serverPid(redis.peek)).not.toBe(before);
});

test("is gone, folder and all, when its owner is killed", async () => {
  const script = join(import.meta.dirname, "redis-owner-process.ts");
  const owner = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  const [folder] = await once(createInterface(owner.stdout), "line");
  const peek = new Redis(join(folder, "redis.sock"));
  const pid = await serverPid(peek);
  peek.disconnect();
  owner.kill("SIGKILL");
  await vi.waitFor(() => expect([isAlive(pid), existsSync(folder)]).toEqual([false, false]), {
    timeout: 20_000,
  });
});

test("is ended and removed by the next one when owner and guard were killed at once", async () => {
  const parent = mkdtempSync(join(tmpdir(), "left-"));
  const script = join(import.meta.dirname, "redis-owner-process.ts");
  const owner = spawn(process.execPath, [script, parent], { stdio: ["ignore", "pipe", "inherit"] });
  const [folder] = await once(createInterface(owner.stdout), "line");
  const peek = new Redis(join(folder, "redis.sock"));
  const server = await serverPid(peek);
  peek.disconnect();
  const guard = Number(readFileSync(`/proc/${server}/stat`, "utf8").split(" ")[3]);
  for (const pid of [guard, Number(owner.pid)]) process.kill(pid, "SIGSTOP");
  for (const pid of [guard, Number(owner.pid)]) process.kill(pid, "SIGKILL");
  await once(owner, "exit");
  await using other = await startPrivateRedis({ parent });
  await using _ = await startPrivateRedis({ parent });
  expect(existsSync(folder)).toBe(false);
  expect(existsSync(other.folder)).toBe(true);
  await vi.waitFor(() => expect(isAlive(server)).toBe(false), { timeout: 20_000 });
  rmSync(parent, { recursive: true, force: true });
});

test.each([
  ["/bin/false", "it wrote nothing"],
  ["/nonesuch/redis-server", "not found"],
])("says why %s did not start", async (server, why) => {
  const error: unknown = await startPrivateRedis({ server }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StationError);
  expect(String(error)).toContain(server);
  expect(String(error)).toContain(why);
});

test("says so when there is no folder to be had", async () => {
  const starting = startPrivateRedis({ server: "/bin/true", parent: "/nonesuch" });
  await expect(starting).rejects.toThrow(/could be made in \/nonesuch/);
});

test("tells when the server ends by itself", async () => {
  await using redis = await startRedisForTests();
  redis.peek.shutdown("NOSAVE").catch(() => undefined);
  expect(await redis.ended).toContain("bye bye");
});

test("a full disk makes it refuse writes and ends it not: it goes on when there is room", async (context) => {
  const parent = mkdtempSync("/tmp/private-redis-");
  context.onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  using disk = mountSmallDisk(join(parent, "disk"), 4);
  if (disk === undefined) return context.skip();
  await using server = await startPrivateRedis({ parent: disk.folder });
  const redis = new Redis(server.url.slice("unix:".length));
  redis.on("error", () => undefined);
  const pid = await serverPid(redis);
  disk.fill();
  const write = () => redis.set("key", "x".repeat(10_000));
  await vi.waitFor(() => expect(write()).rejects.toThrow(/MISCONF/), PATIENT);
  disk.makeRoom();
  await vi.waitFor(write, PATIENT);
  expect(await serverPid(redis)).toBe(pid);
  redis.disconnect();
});
