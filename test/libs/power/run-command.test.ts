import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { commandPower } from "../../../libs/power/command-power.ts";
import { runCommand } from "../../../libs/power/run-command.ts";

/** Its limits have passed as soon as the condition holds. */
const clockThatWaitsFor = (condition: () => boolean) => ({
  ...systemClock,
  after: (_ms: number, action: () => void): Disposable => {
    const watch = setInterval(() => {
      if (!condition()) return;
      clearInterval(watch);
      action();
    }, 5);
    return { [Symbol.dispose]: () => clearInterval(watch) };
  },
});

test.each<[string, readonly string[], RegExp]>([
  ["a program that fails", ["sh", "-c", "exit 3"], /^exit code 3$/],
  ["its last complaint", ["sh", "-c", "echo one >&2; echo two >&2; exit 1"], /^exit code 1: two$/],
  ["a program that is ended", ["sh", "-c", "kill -TERM $$"], /^was ended by SIGTERM$/],
  ["a missing program", ["no-such-program"], /^could not be started \(.*ENOENT/],
  ["no program at all", [], /./],
  ["an argument no program can get", ["true", "a\0b"], /./],
])("%s", async (_name, argv, reason) => {
  await expect(runCommand(argv, systemClock)).rejects.toThrow(reason);
});

test("arguments reach the program as they are, past any shell", async () => {
  await runCommand(["test", "$(exit 1); `x` 'y'", "=", "$(exit 1); `x` 'y'"], systemClock);
});

test("a success is one at once, though the program left another running", async () => {
  await runCommand(["sh", "-c", "sleep 300 & exit 0"], systemClock);
});

test("a program that hangs is killed with all it started", async () => {
  const folder = mkdtempSync(join(tmpdir(), "command-"));
  const note = join(folder, "pid");
  const script = `sh -c 'echo $$ > ${note}.new; mv ${note}.new ${note}; exec sleep 300'; true`;
  const clock = clockThatWaitsFor(() => existsSync(note));
  await expect(runCommand(["sh", "-c", script], clock)).rejects.toThrow("did not end within 10 s");
  const pid = Number(readFileSync(note, "utf8"));
  await expect.poll(() => stateOf(pid), { timeout: 30_000 }).toMatch(/^(gone|zombie)$/);
  rmSync(folder, { recursive: true });
});

test("a program that switches on dies with us, or it would undo what the guard does; one that switches off goes on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "command-"));
  const orphan = (way: "on" | "off"): number => {
    const note = join(folder, way);
    const program = join(import.meta.dirname, "orphaning-program.ts");
    const { signal } = spawnSync(process.execPath, [program, way, note], { timeout: 60_000 });
    expect(signal).toBe("SIGKILL");
    return Number(readFileSync(note, "utf8"));
  };
  const off = orphan("off");
  const on = orphan("on");
  await expect.poll(() => stateOf(on), { timeout: 30_000 }).toMatch(/^(gone|zombie)$/);
  expect(stateOf(off)).toBe("runs");
  process.kill(off, "SIGKILL");
  rmSync(folder, { recursive: true });
});

const stateOf = (pid: number): string => {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8")) ? "zombie" : "runs";
  } catch {
    return "gone";
  }
};

test("what a relay's program says cannot reach the terminal unescaped", async () => {
  const off = ["printf-to-stderr"];
  const on = ["sh", "-c", "printf 'bad \\033[2J relay' >&2; exit 1"];
  await expect(commandPower({ on, off }, systemClock).on()).rejects.toMatchObject({
    failure: { code: "relay-failed", reason: "exit code 1: bad \\x1b[2J relay" },
  });
});
