// Run by shared-relay-board.test.ts: a process with a fixture of its own, PORT CHANNEL, that switches it
// on and off a few times, leaves it on, and dies without a word. Failures are printed.
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { openPower } from "../../../libs/power/open-power.ts";
import { makeNest } from "./make-nest.ts";

const [, , port = "", channel = ""] = process.argv;
const power = await openPower(
  { kind: "serial-relay", model: "lcus", port, channel: Number(channel) },
  makeNest(systemClock),
);
try {
  for (let turn = 0; turn < 2; turn += 1) {
    await power.on();
    await power.off();
  }
  await power.on();
} catch (error) {
  process.stdout.write(`${String(error)}\n`);
}
process.kill(process.pid, "SIGKILL");
