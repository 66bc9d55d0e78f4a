import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { commandReceiver } from "../../../libs/delivery/command-receiver.ts";
import { openReceiver } from "../../../libs/delivery/open-receiver.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import { until } from "../../support/until.ts";
import { samplePass } from "../journal/sample-records.ts";

const folder = mkdtempSync(join(tmpdir(), "command-"));
afterAll(() => rmSync(folder, { recursive: true }));
const chain = { journal: "J", place: 3, hash: "9f" };
const RECORD = { ...samplePass({ run: "R1" }), chain };
const GOES_ON = new AbortController().signal;

const script = (name: string, ...lines: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, ["#!/bin/sh", ...lines].join("\n"));
  chmodSync(path, 0o755);
  return path;
};

const hand = (command: readonly string[], withinMs = 20_000, signal = GOES_ON) =>
  commandReceiver({ command, withinMs }, { clock: systemClock }).hand(RECORD, signal);

const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

test("the record comes on standard input, the run in the environment, the words as they are", async () => {
  const seen = join(folder, "seen");
  const path = script(
    "keep",
    `cat > "${seen}"`,
    `printf '%s|' "$FLASHLINE_RUN" "$@" > "${seen}-args"`,
  );
  const receiver = commandReceiver(
    { command: [path, "a b", "$HOME;`id`"], withinMs: 20_000 },
    { clock: systemClock },
  );
  expect(receiver.name).toBe("keep");
  expect(await receiver.hand(RECORD, GOES_ON)).toEqual({ kind: "delivered" });
  expect(JSON.parse(readFileSync(seen, "utf8"))).toEqual(RECORD);
  expect(readFileSync(`${seen}-args`, "utf8")).toBe("R1|a b|$HOME;`id`|");
});

test("exit code 0 is delivered, also of one that reads nothing or leaves something running", async () => {
  expect(await hand(["true"])).toEqual({ kind: "delivered" });
  const pidFile = join(folder, "left");
  const path = script("leaves", `sleep 600 & echo $! > "${pidFile}"`);
  expect(await hand([path])).toEqual({ kind: "delivered" });
  process.kill(Number(readFileSync(pidFile, "utf8")));
});

test.each([
  ["fails", ["echo one >&2", "echo two >&2", "exit 3"], "ended with exit code 3: two"],
  ["quiet", ["exit 1"], "ended with exit code 1"],
  ["draws", ["printf '\\033[2J\\a' >&2", "exit 1"], "ended with exit code 1: \\x1b[2J\\x07"],
  ["dies", ["kill -9 $$"], "was ended by SIGKILL"],
])("any other end is told: %s", async (name, lines, problem) => {
  expect(await hand([script(name, ...lines)])).toEqual({ kind: "failed", mend: "time", problem });
});

test("a program that is not there is told, and refused at the start", async () => {
  expect(await hand([join(folder, "nowhere")])).toMatchObject({
    problem: expect.stringContaining("could not be started"),
  });
  const surroundings = { clock: systemClock, environment: process.env, program: "0.1.0" };
  const open = (program: string) =>
    openReceiver({ command: [program], withinMs: 1000 }, surroundings);
  writeFileSync(join(folder, "plain"), "no program");
  for (const program of [
    join(folder, "nowhere"),
    join(folder, "plain"),
    "no-such-program",
    "./no",
  ]) {
    await expect(open(program)).rejects.toThrow(InputError);
    await expect(open(program)).rejects.toThrow("records.deliver.command: begins with ");
  }
  expect((await open("cat")).name).toBe("cat");
  expect((await open("/bin/sh")).name).toBe("sh");
});

test("one that hangs is ended with all it started, when its time is over or it is called off", async () => {
  const pidFile = join(folder, "pids");
  const path = script(
    "hangs",
    `sleep 600 & echo $! $$ > "${pidFile}.part"`,
    `mv "${pidFile}.part" "${pidFile}"; wait`,
  );
  const gone = async (): Promise<void> => {
    const pids = readFileSync(pidFile, "utf8").trim().split(" ").map(Number);
    expect(pids).toHaveLength(2);
    await until("they are gone", () => !pids.some(isAlive));
    rmSync(pidFile);
  };
  const stop = new AbortController();
  const called = hand([path], 60_000, stop.signal);
  await until("it runs", () => existsSync(pidFile));
  stop.abort();
  expect((await called).kind).toBe("failed");
  await gone();
  expect(await hand([path], 300)).toEqual({
    ...{ kind: "failed", mend: "time", problem: "did not end within 0.3 s" },
  });
});
