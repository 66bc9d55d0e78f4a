import { resolve } from "node:path";
import { spawn } from "@lydell/node-pty";
import { ulid } from "ulid";
import { expect, onTestFinished, test } from "vitest";
import { PROGRAM_VERSION } from "../../../apps/cli/version.ts";
import { DEFAULT_PREFIX, keysOf } from "../../../libs/dispatch/keys.ts";
import { openDispatch } from "../../../libs/dispatch/open-dispatch.ts";
import { PROTOCOL } from "../../../libs/dispatch/version.ts";
import { emptyLine, reduceLine } from "../../../libs/station/line-state.ts";
import { failed, lotStarted, passed } from "../../libs/station/events.ts";
import { startRedisForTests } from "../../redis-for-tests.ts";
import { Workplace } from "../../support/run-flashline.ts";

const STATION = {
  station: "line-2",
  colours: "green-red",
  sounds: { pass: "off", fail: "on", stop: "on" },
  firstPassYield: { amber: 60, red: 50 },
};

const bells = (text: string): number => text.split("\u0007").length - 1;

test("the real program on a real terminal: colours, sounds and limits of its station", async () => {
  await using redis = await startRedisForTests();
  await using place = new Workplace();
  place.write("config/station.yaml", STATION);
  const session = ulid();
  const line = await openDispatch({ url: redis.url, session });
  onTestFinished(() => line[Symbol.asyncDispose]());
  const known = reduceLine(emptyLine(), lotStarted(["F01", "F02"], { session }));
  line.saveSnapshot(JSON.stringify(known));

  const terminal = spawn(resolve("bin/flashline"), ["dashboard", "--redis", redis.url, "--owned"], {
    ...{ cols: 80, rows: 24, cwd: place.folder },
    env: { ...process.env, TERM: "xterm-256color", LC_ALL: "C.UTF-8", NO_COLOR: "" },
  });
  onTestFinished(() => terminal.kill("SIGKILL"));
  let written = "";
  terminal.onData((text) => {
    written += text;
  });
  const shows = (wanted: string | RegExp) =>
    expect.poll(() => written, { interval: 10, timeout: 50_000 }).toMatch(wanted);

  await shows("lot L1");
  line.publish(passed({ fixture: "F01", serial: "SN0001" }, 1));
  await shows("✓ PASS");
  line.publish(failed({ fixture: "F02", serial: "SN0002" }, 2));
  await shows("✗ FAIL");
  await expect.poll(() => bells(written), { interval: 10, timeout: 50_000 }).toBe(3);
  const [green, red] = ["48;5;34m", "48;5;160m"];
  for (const fill of [green, red]) expect(written).toContain(fill);
  await shows(/50\.0 % LOW/);

  // A coordinator of another version takes the line over: nothing of it could be shown.
  const left = new Promise<number>((resolve) =>
    terminal.onExit(({ exitCode }) => resolve(exitCode)),
  );
  const keys = keysOf(DEFAULT_PREFIX);
  const version = { protocol: PROTOCOL + 1, program: "9.1.0" };
  const newer = "7ZZZZZZZZZZZZZZZZZZZZZZZZZ";
  await redis.peek.set(keys.session(newer), JSON.stringify({ mode: "running", version }));
  await redis.peek.sadd(keys.sessions, newer);
  expect(await left).toBe(3);
  const own = `flashline ${PROGRAM_VERSION} (messages ${PROTOCOL})`;
  expect(written.replace(/\s+/g, " ")).toContain(
    `The line is run by flashline 9.1.0 (messages ${PROTOCOL + 1}), this dashboard is ${own}.`,
  );
});
