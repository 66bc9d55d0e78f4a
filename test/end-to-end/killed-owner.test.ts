import { resolve } from "node:path";
import { spawn } from "@lydell/node-pty";
import { expect, onTestFinished, test } from "vitest";
import { Workplace } from "../support/run-flashline.ts";

/** A shell without job control: whoever it started leaves it the terminal as it is. */
const SCRIPT = `sh -c 'echo line is $$.; exec "$0" demo --fixtures 2 --boards 50' "$0"; read -r typed; echo "shell read $typed"`;

test("a screen whose line was killed leaves, says so, and keeps no key from the shell", async () => {
  await using place = new Workplace();
  const terminal = spawn("/bin/sh", ["-c", SCRIPT, resolve("bin/flashline")], {
    ...{ cols: 80, rows: 24, cwd: place.folder },
    env: { ...process.env, TERM: "xterm-256color", LC_ALL: "C.UTF-8" },
  });
  onTestFinished(() => terminal.kill("SIGKILL"));
  let written = "";
  let ended = false;
  terminal.onExit(() => {
    ended = true;
  });
  terminal.onData((text) => {
    written += text;
  });
  const shows = (wanted: RegExp) =>
    expect.poll(() => written, { interval: 10, timeout: 50_000 }).toMatch(wanted);

  await shows(/lot demo|FLASHLINE/);
  process.kill(Number(/line is (\d+)\./.exec(written)?.[1]), "SIGKILL");
  await shows(/\[\?1049l[\s\S]*The program that ran this line was ended/);
  // Raw, a terminal would make no line of it.
  await expect
    .poll(
      () => {
        if (!ended) terminal.write("SN0001\r");
        return written;
      },
      { interval: 100, timeout: 20_000 },
    )
    .toMatch(/shell read .*SN0001/);
  expect(written).not.toContain("    at ");
}, 90_000);
