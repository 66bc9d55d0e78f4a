// Run by gpio-relay.test.ts with a stand-in /sys/class/gpio. Each argument is one act, done in order.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import type { Clock } from "../../../libs/clock/clock.ts";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { StepError } from "../../../libs/failure/step-error.ts";
import { openGpioRelay } from "../../../libs/power/gpio-relay.ts";
import type { Relay } from "../../../libs/power/relay.ts";

const GPIO = "/sys/class/gpio";
const BASE = 571;
const relays = new Map<string, Relay>();

const relayAt = (line: string): Relay => {
  const relay = relays.get(line);
  if (relay === undefined) throw new Error(`line ${line} is not open`);
  return relay;
};

/** A clock on which every wait is over at once. */
const hasty: Clock = (() => {
  let now = 0;
  const pass = async (ms: number): Promise<void> => {
    now += ms;
  };
  return { ...systemClock, now: () => now, sleep: pass };
})();

const openAt = async (line: string, polarity: string, clock: Clock): Promise<void> => {
  const place = { chip: "fake", line: Number(line), activeLow: polarity === "low" };
  relays.set(line, await openGpioRelay({ kind: "gpio", ...place }, clock));
};

const valuePath = (line: string): string => `/gpio${BASE + Number(line)}/value`;

const targetOf = (fd: string): string => {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // That of the listing itself.
    return "";
  }
};

const acts: Readonly<Record<string, (line: string, word: string) => Promise<void> | void>> = {
  open: (line, polarity) => openAt(line, polarity, systemClock),
  "open-hastily": (line, polarity) => openAt(line, polarity, hasty),
  // From now on with nobody's permissions.
  humble: () => {
    process.setgroups?.([]);
    process.setgid?.(65_534);
    process.setuid?.(65_534);
  },
  on: (line) => relayAt(line).activate(),
  off: (line) => relayAt(line).deactivate(),
  dispose: async (line) => relayAt(line)[Symbol.asyncDispose](),
  // What other programs do.
  export: (line) => writeFileSync(`${GPIO}/export`, `${BASE + Number(line)}`),
  unexport: (line) => writeFileSync(`${GPIO}/unexport`, `${BASE + Number(line)}`),
  direction: (line, word) => writeFileSync(`${GPIO}/gpio${BASE + Number(line)}/direction`, word),
  invert: (line) => writeFileSync(`${GPIO}/gpio${BASE + Number(line)}/active_low`, "1"),
  // A process of ours that is killed with its relay on.
  die: (line, polarity) => {
    const argv = [import.meta.filename, `open ${line} ${polarity}`, `on ${line}`, "kill"];
    try {
      execFileSync(process.execPath, argv);
    } catch {
      // As it should.
    }
  },
  kill: () => {
    process.kill(process.pid, "SIGKILL");
  },
  // How many descriptors of its value this process has.
  held: (line) => {
    const held = readdirSync("/proc/self/fd").filter((fd) =>
      targetOf(fd).endsWith(valuePath(line)),
    );
    process.stdout.write(`${held.length} held\n`);
  },
  show: (line) => {
    process.stdout.write(readFileSync(`${GPIO}${valuePath(line)}`, "utf8"));
  },
};

for (const act of process.argv.slice(2)) {
  const [verb = "", line = "", word = ""] = act.split(" ");
  try {
    await acts[verb]?.(line, word);
  } catch (error) {
    process.stdout.write(
      `${JSON.stringify(error instanceof StepError ? error.failure : String(error))}\n`,
    );
  }
}
