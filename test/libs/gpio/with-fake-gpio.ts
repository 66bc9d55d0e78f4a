import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const ROOT = resolve(import.meta.dirname, "../../..");
/** Runs the command line it is given with a stand-in /sys/class/gpio; see its README. */
export const FAKE_GPIO = resolve(ROOT, "../shared/tools/fakegpio/with-fusegpio.sh");

const findObstacle = (): string | undefined => {
  if (!existsSync(FAKE_GPIO)) return "the fakegpio tool is not beside this repository";
  if (process.getuid?.() !== 0) return "fakegpio needs root";
  if (!existsSync("/dev/fuse")) return "fakegpio needs /dev/fuse";
  if (!existsSync(join(ROOT, "node_modules/epoll/build/Release/epoll.node"))) {
    return "onoff's native part is not built (npm run postinstall)";
  }
  return undefined;
};

/** Why tests on a stand-in /sys/class/gpio cannot run here; undefined when they can. */
export const fakeGpioObstacle: string | undefined = findObstacle();

if (fakeGpioObstacle !== undefined) {
  process.stderr.write(`SKIPPED: real onoff on a stand-in GPIO: ${fakeGpioObstacle}\n`);
}

/** What the wires of a stand-in chip (label "fake", 32 lines) did while a program ran. */
export interface GpioRecord {
  /** Per line, in order: "exported 1", "out 1", "level 0". */
  readonly events: ReadonlyMap<number, readonly string[]>;
  readonly stdout: string;
}

/** Runs a TypeScript program with a stand-in /sys/class/gpio. */
export const runWithFakeGpio = async (
  program: string,
  args: readonly string[],
): Promise<GpioRecord> => {
  const folder = mkdtempSync(join(tmpdir(), "fakegpio-"));
  const log = join(folder, "log");
  try {
    const { stdout } = await promisify(execFile)(FAKE_GPIO, [process.execPath, program, ...args], {
      env: { ...process.env, FAKEGPIO_LOG: log, FAKEGPIO_BASE: "571", NODE_OPTIONS: "" },
    });
    return { stdout, events: readEvents(readFileSync(log, "utf8")) };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const readEvents = (log: string): Map<number, string[]> => {
  const events = new Map<number, string[]>();
  for (const text of log.trim().split("\n")) {
    const { line, t, gpio, ...change } = JSON.parse(text);
    if (line === undefined) continue;
    const [what = "", value] = Object.entries(change)[0] ?? [];
    events.set(line, [...(events.get(line) ?? []), `${what} ${value}`]);
  }
  return events;
};
