// Run by on-fake-gpio.ts with a stand-in /sys/class/gpio: opens and moves controls as it is told by lines
// of JSON, and answers each by one.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { StepError } from "../../../libs/failure/step-error.ts";
import type { PowerConfig, ResetConfig } from "../../../libs/jig/jig.ts";
import { openPower, openReset } from "../../../libs/power/open-power.ts";
import type { ControlAnswer, ControlOrder } from "./gpio-control-order.ts";
import { makeNest } from "./make-nest.ts";

type Acts = Readonly<Record<string, () => PromiseLike<void>>>;

const controls = new Map<number, Acts>();

const openActs = async (
  use: ControlOrder["line"]["use"],
  config: PowerConfig & ResetConfig,
): Promise<Acts> => {
  const nest = makeNest(systemClock);
  if (use === "power") {
    const { on, off, makeSafe, ...power } = await openPower(config, nest);
    return { on, off, makeSafe, dispose: power[Symbol.asyncDispose] };
  }
  const reset = await openReset(config, nest);
  if (reset === undefined) throw new Error("no reset");
  return { hold: reset.hold, release: reset.release, dispose: reset[Symbol.asyncDispose] };
};

const open = async ({ use, ...line }: ControlOrder["line"]): Promise<void> => {
  controls.set(line.line, await openActs(use, { kind: "gpio", chip: "fake", ...line }));
};

const act = async (name: string, { line }: ControlOrder["line"]): Promise<void> => {
  await controls.get(line)?.[name]?.();
};

/** Another process of ours, that leaves the line active and is killed. */
const leaveActive = (line: ControlOrder["line"]): void => {
  try {
    execFileSync(process.execPath, [import.meta.filename, JSON.stringify(line)], {
      stdio: "ignore",
    });
  } catch {
    // As it should.
  }
};

const perform = async ({ act: name, line }: ControlOrder): Promise<void> => {
  if (name === "open") await open(line);
  else if (name === "leave-active") leaveActive(line);
  else if (name === "unexport") writeFileSync("/sys/class/gpio/unexport", `${571 + line.line}`);
  else await act(name, line);
};

const answerTo = async (order: ControlOrder): Promise<ControlAnswer> => {
  try {
    await perform(order);
    return { kind: "done" };
  } catch (error) {
    if (error instanceof StepError) return { kind: "failed", failure: error.failure };
    return { kind: "broken", text: String(error) };
  }
};

const [, , left] = process.argv;
if (left !== undefined) {
  const line: ControlOrder["line"] = JSON.parse(left);
  await open(line);
  await act(line.use === "power" ? "on" : "hold", line);
  process.kill(process.pid, "SIGKILL");
}
for await (const order of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answerTo(JSON.parse(order)))}\n`);
}
