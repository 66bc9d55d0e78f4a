import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ulid } from "ulid";
import { beforeAll, expect, test } from "vitest";
import { ensureRedisServer } from "../../libs/dispatch/install-redis.ts";
import { openDispatch } from "../../libs/dispatch/open-dispatch.ts";
import { claimNest } from "../../libs/fixture/claim-nest.ts";
import type { WiredFixture } from "../../libs/jig/jig.ts";
import { openSerialLink } from "../../libs/link/open-serial-link.ts";
import { FAKE_GPIO, fakeGpioObstacle } from "../libs/gpio/with-fake-gpio.ts";
import { openPty } from "../libs/link/open-pty.ts";
import { startRedisForTests } from "../redis-for-tests.ts";
import { Workplace } from "../support/run-flashline.ts";
import { seenWorker } from "../support/seen-worker.ts";
import { openWiredBench } from "../support/wired-bench.ts";

// As every lot does: what doctor says of Redis is for a machine that has one.
beforeAll(() => ensureRedisServer());

const JIG = {
  jig: "line-a",
  fixtures: [
    {
      ...{ id: "F01", flashPort: "/dev/serial/by-path/\u001b[2Jgone", logPort: "/dev/null" },
      power: { kind: "gpio", chip: "pinctrl-of-no-machine", line: 17, activeLow: true },
    },
    {
      ...{ id: "F02", flashPort: "/dev/serial/by-path/gone-2" },
      power: { kind: "command", on: ["no-such-relay", "1"], off: ["no-such-relay", "0"] },
    },
  ],
};

test("on a machine with none of the hardware: clear findings, exit 3, and nothing written", async () => {
  await using place = new Workplace();
  const jig = place.write("jig.yaml", JIG);
  const before = place.contents();
  const { exitCode, stdout, stderr } = await place.run("doctor", "--jig", jig);
  expect(stderr).toBe("");
  expect(exitCode).toBe(3);
  for (const line of [
    /^PROBLEM +ports +The flash port is not there\.\n +F01 .*\\x1b\[2Jgone\n +F02 /m,
    /^PROBLEM +port-kind +The log port is no serial port\.\n +F01 \/dev\/null$/m,
    /^PROBLEM +gpio /m,
    /^PROBLEM +commands +.*no-such-relay/m,
    /^ok +redis /m,
    /^(ok|WARNING) +disk /m,
    /^\d+ problems, \d+ warnings?: mend the problems, then ask again\.$/m,
  ])
    expect(stdout).toMatch(line);
  expect(stdout).not.toContain("\u001b");
  expect(place.contents()).toEqual(before);
});

test("--json gives an object a line, their counts last; nothing to mend is exit 0", async () => {
  await using place = new Workplace();
  const virtual = { chip: "bk7231n" };
  const jig = place.write("jig.yaml", { jig: "virtual", fixtures: [{ id: "F01", virtual }] });
  const { exitCode, stdout } = await place.run("doctor", "--jig", jig, "--json");
  expect(exitCode).toBe(0);
  const objects = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  for (const { kind, at, check, level } of objects.slice(0, -1)) {
    expect([kind, typeof check]).toEqual(["finding", "string"]);
    expect(Number.isNaN(Date.parse(at))).toBe(false);
    expect(["ok", "note", "warning"]).toContain(level);
  }
  expect(objects.map(({ check }) => check)).not.toContain("ports");
  expect(objects.at(-1)).toMatchObject({ kind: "doctor-ended", problems: 0 });
});

test("a jig with one port twice, and a bad recipe, are refused as everywhere", async () => {
  await using place = new Workplace();
  const power = { kind: "manual" };
  const twice = place.write("twice.yaml", {
    jig: "twice",
    fixtures: ["F01", "F02"].map((id) => ({ id, flashPort: "/dev/null", power })),
  });
  const refused = await place.run("doctor", "--jig", twice);
  expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
  expect(refused.stderr).toContain("which F01 already has");
  const jig = place.write("jig.yaml", {
    ...{ jig: "one", fixtures: [{ id: "F01", flashPort: "/dev/null", power }] },
  });
  const recipe = place.write("recipe.yaml", { recipe: "x" });
  expect((await place.run("doctor", "--jig", jig, "--recipe", recipe)).exitCode).toBe(2);
});

test("a fixture that another process owns, and a port that it has open, are told with its number", async () => {
  await using place = new Workplace();
  using owned = openPty();
  using open = openPty();
  const nest = (id: string, flashPort: string): WiredFixture => ({
    ...{ id, flashPort, power: { kind: "none" }, reset: { kind: "none" }, offMs: 500 },
  });
  await using _claim = await claimNest(nest("F77", owned.path));
  await using _link = await openSerialLink(open.path, { baudRate: 115200 });
  const jig = place.write("jig.yaml", {
    ...{ jig: "line-a", fixtures: [nest("F01", owned.path), nest("F02", open.path)] },
  });
  const { exitCode, stdout } = await place.run("doctor", "--jig", jig);
  expect(exitCode).toBe(3);
  const us = `process ${process.pid} `;
  expect(stdout).toMatch(new RegExp(`^PROBLEM +claims .*F77 of ${us}.*\n +F01$`, "m"));
  expect(stdout).toMatch(new RegExp(`^PROBLEM +port-owners .*${us}.*\n +F02 ${open.path}$`, "m"));
});

test("a standing worker at work is no problem, and no relay of its jig moves", async () => {
  await using place = new Workplace();
  await using redis = await startRedisForTests();
  await using dispatch = await openDispatch({ url: redis.url, session: ulid() });
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231t" }], "fast");
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures: bench.nests });
  const shared = ["--jig", jig, "--redis", redis.url, "--data", "data"];
  const worker = place.start("worker", ...shared);
  await seenWorker(dispatch, worker.pid);
  const moves = bench.relayMoves();
  const { exitCode, stdout } = await place.run("doctor", ...shared);
  expect(stdout).toMatch(new RegExp(`^WARNING +claims .*process ${worker.pid} .*`, "m"));
  expect(stdout).toMatch(/^ok +redis .* answers$/m);
  expect(stdout).toMatch(/^ok +journal +the journal is whole$/m);
  expect(stdout).toMatch(/^ok +commands /m);
  expect([exitCode, stdout]).toEqual([0, expect.not.stringContaining("PROBLEM")]);
  expect(bench.relayMoves()).toEqual(moves);
});

test.skipIf(fakeGpioObstacle !== undefined)(
  "relays on GPIO lines are looked at, and no line so much as twitches",
  async () => {
    await using place = new Workplace();
    using pty = openPty();
    const power = { kind: "gpio", chip: "fake", line: 3, activeLow: true };
    const jig = place.write("jig.yaml", {
      ...{ jig: "line-a", fixtures: [{ id: "F01", flashPort: pty.path, power }] },
    });
    const log = place.write("gpio.log", "");
    const environment = {
      FAKEGPIO_LOG: log,
      FAKEGPIO_BASE: "571",
      FAKEGPIO_BUILD: join(tmpdir(), "fakegpio-build"),
    };
    const { stdout } = await place.startBy(FAKE_GPIO, environment, "doctor", "--jig", jig).ended;
    expect(stdout).toMatch(/^ok +gpio +1 GPIO line there and free$/m);
    const moves = readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => line.includes('"line"'));
    expect(moves).toEqual([]);
  },
);
