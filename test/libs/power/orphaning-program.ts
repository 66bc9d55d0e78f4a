// Run by run-command.test.ts: a process that dies without a word while its power's program, on or off,
// is under way: WAY NOTE. The program writes its pid to NOTE.
import { existsSync } from "node:fs";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { commandPower } from "../../../libs/power/command-power.ts";

const [, , way = "", note = ""] = process.argv;
const endless = ["sh", "-c", `echo $$ > ${note}.new; mv ${note}.new ${note}; exec sleep 300`];
const power = commandPower({ on: endless, off: endless }, systemClock);
void (way === "on" ? power.on() : power.off());
setInterval(() => {
  if (existsSync(note)) process.kill(process.pid, "SIGKILL");
}, 5);
