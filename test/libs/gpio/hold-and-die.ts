// Run by gpiod-output.test.ts: a process that is killed with a line active.
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { openGpioOutput } from "../../../libs/gpio/open-gpio-output.ts";

const output = await openGpioOutput(
  { kind: "gpiod", chip: "fake", line: 17, activeLow: false },
  systemClock,
);
await output.set("active");
process.kill(process.pid, "SIGKILL");
