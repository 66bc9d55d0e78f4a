import { resolve } from "node:path";
import { spawn } from "@lydell/node-pty";
import { expect, onTestFinished, test } from "vitest";

/** A process on a terminal of its own, and what is on its screen. */
const onTerminal = (program: string) => {
  const terminal = spawn(process.execPath, [resolve(program)], { cols: 80, rows: 24 });
  onTestFinished(() => terminal.kill("SIGKILL"));
  let screen = "";
  let look = (): void => undefined;
  terminal.onData((text) => {
    screen += text;
    look();
  });
  return {
    type: (keys: string) => terminal.write(keys),
    /** Resolves with what matches once it is on the screen. */
    shows: (wanted: RegExp) =>
      new Promise<RegExpExecArray>((found) => {
        look = () => {
          const match = wanted.exec(screen);
          if (match !== null) found(match);
        };
        look();
      }),
  };
};

test.each(["SIGKILL", "SIGTERM"] as const)(
  "a dashboard ended by %s leaves a terminal on which Ctrl-C stops the line",
  async (signal) => {
    const terminal = onTerminal("test/apps/coordinator/dashboard-host.ts");
    const [, pid] = await terminal.shows(/process (\d+)\./);
    process.kill(Number(pid), signal);
    await terminal.shows(/dashboard left/);
    terminal.type("\x03");
    expect(await terminal.shows(/stopped by Ctrl-C/)).not.toBeNull();
  },
  15_000,
);
