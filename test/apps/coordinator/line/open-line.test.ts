import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { PROGRAM_VERSION } from "../../../../apps/cli/version.ts";
import { openLine } from "../../../../apps/coordinator/line/open-line.ts";
import type { WiredFixture } from "../../../../libs/jig/jig.ts";
import { makeHello, makeSign } from "../../../libs/dispatch/samples.ts";
import { startRedisForTests } from "../../../redis-for-tests.ts";
import { sampleRequest } from "../sample-request.ts";

const PROGRAM = resolve("dist/apps/cli/main.js");

/** Process ids that the next process here may have are in use on another host, too. */
const PIDS = 3000;

/** Its port is this test's alone: nests are owned machine-wide. */
const nestIn = (folder: string): WiredFixture => ({
  id: "F01",
  flashPort: join(folder, "port"),
  power: { kind: "none" },
  reset: { kind: "none" },
  offMs: 500,
});

test("on a shared Redis a line uses no worker that another coordinator started, nor takes one for its own", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "open-line-"));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  await using redis = await startRedisForTests();
  for (let pid = process.pid; pid < process.pid + PIDS; pid += 1) {
    const hello = makeHello({ worker: `foreign-${pid}`, pid, fixtures: ["F01"] });
    await redis.peek.set(`flashline:worker:${hello.worker}`, makeSign(hello), "EX", 60);
    await redis.peek.sadd("flashline:workers", hello.worker);
  }
  const dying = makeHello({
    worker: "foreign-dying",
    life: "owned",
    jig: "jig",
    fixtures: ["F01"],
  });
  await redis.peek.set("flashline:worker:foreign-dying", makeSign(dying), "EX", 60);
  await redis.peek.sadd("flashline:workers", dying.worker);
  const [, program] = process.argv;
  process.argv[1] = PROGRAM;
  onTestFinished(() => {
    process.argv[1] = program ?? "";
  });
  const jig = { jig: "jig", trigger: "auto", fixtures: [nestIn(dataDir)] } as const;
  const request = {
    jigPath: "jig.yaml",
    recipePath: undefined,
    serials: ["A"],
    lot: undefined,
    operator: undefined,
    dataDir,
    backupDir: undefined,
    redisUrl: redis.url,
    view: "lines",
    hasTerminal: false,
    program: PROGRAM_VERSION,
    fast: false,
  } as const;
  // One of another version has the fixture: none of its own could take it.
  const old = makeHello({ worker: "foreign-old", program: "0.0.1", jig: "jig", fixtures: ["F01"] });
  await redis.peek.set("flashline:worker:foreign-old", makeSign(old));
  await redis.peek.sadd("flashline:workers", old.worker);
  const { signal } = new AbortController();
  const refused = openLine(request, { jig }, "01K0000000000000000000SESR", signal);
  await expect(refused).rejects.toThrow(
    /is flashline 0\.0\.1 .* this is flashline .* to one version/,
  );
  await redis.peek.del("flashline:worker:foreign-old");
  await using line = await openLine(request, { jig }, "01K0000000000000000000SESS", signal);
  expect(line.crew.workers().map(({ worker }) => worker)).toEqual([
    expect.not.stringContaining("foreign"),
  ]);
  expect(line.crew.serverOf("F01")?.jig).toBe("jig");
});

test("a line that is stopped while it comes up waits for no Redis that is away", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "open-line-"));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const request = sampleRequest({ dataDir, redisUrl: `unix:${join(dataDir, "nobody.sock")}` });
  const jig = { jig: "jig", trigger: "auto", fixtures: [nestIn(dataDir)] } as const;
  const stop = new AbortController();
  const opening = openLine(request, { jig }, "01K0000000000000000000SESS", stop.signal);
  setImmediate(() => stop.abort(new Error("Ctrl-C")));
  await expect(opening).rejects.toThrow("Ctrl-C");
});
