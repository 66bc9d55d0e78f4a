// Run by sysfs-input.test.ts with a stand-in /sys/class/gpio. Each argument is one act, done in order.
import { writeFileSync } from "node:fs";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import type { GpioInput } from "../../../libs/gpio/gpio-input.ts";
import { openGpioInput } from "../../../libs/gpio/open-gpio-input.ts";

const GPIO = "/sys/class/gpio";
const BASE = 571;
const inputs = new Map<string, GpioInput>();

const acts: Readonly<Record<string, (line: string, word: string) => Promise<void> | void>> = {
  open: async (line, polarity) => {
    const activeLow = polarity === "low";
    const place = { kind: "gpio", chip: "fake", line: Number(line), activeLow } as const;
    inputs.set(line, await openGpioInput(place, systemClock));
  },
  // What is wired to the line.
  pull: (line, level) => writeFileSync(`${GPIO}/.pull`, `${line} ${level}`),
  read: async (line) => {
    process.stdout.write(`${await inputs.get(line)?.read()}\n`);
  },
  // What other programs do.
  export: (line) => writeFileSync(`${GPIO}/export`, `${BASE + Number(line)}`),
  drive: (line, word) => writeFileSync(`${GPIO}/gpio${BASE + Number(line)}/direction`, word),
  invert: (line) => writeFileSync(`${GPIO}/gpio${BASE + Number(line)}/active_low`, "1"),
};

for (const act of process.argv.slice(2)) {
  const [verb = "", line = "", word = ""] = act.split(" ");
  await acts[verb]?.(line, word);
}
