import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NestWatch } from "../../../apps/worker/nest-watch.ts";
import { openPanels } from "../../../apps/worker/open-panels.ts";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import type { JobAnswer } from "../../../libs/dispatch/messages.ts";
import type { GpioLine, WiredFixture } from "../../../libs/jig/jig.ts";
import { makeJob, makeRecord } from "../../libs/dispatch/samples.ts";
import { type GpioTools, gpioToolsOnPath } from "../../libs/gpio/gpio-tools.ts";

/** A hang limit. */
const PATIENT = { timeout: 20_000 };

let tools: GpioTools;

beforeEach(() => {
  tools = gpioToolsOnPath(1);
});

afterEach(() => {
  tools[Symbol.dispose]();
});

const at = (line: number): GpioLine => ({ kind: "gpiod", chip: "fake", line, activeLow: false });
const LAMPS = { busy: at(40), pass: at(41), fail: at(42) };
const BUZZER = at(43);

const openPanel = () => {
  const nest: WiredFixture = {
    id: "F01",
    flashPort: "/dev/F01",
    power: { kind: "none" },
    reset: { kind: "none" },
    supply: "default",
    offMs: 500,
    lamps: LAMPS,
  };
  const jig = { jig: "jig", trigger: "operator", fixtures: [nest], buzzer: BUZZER } as const;
  const context = { clock: systemClock, onTrouble: () => undefined };
  return openPanels(jig, new NestWatch(["F01"]), context);
};

const answer = (verdict: "pass" | "fail"): JobAnswer => ({
  kind: "recorded",
  record: { ...makeRecord(makeJob()), verdict },
});

const timesOn = ({ line }: GpioLine): number =>
  tools.driven().filter((level) => level === `${line}=1`).length;

test("a fail that is tried again at once is none yet: no lamp, no buzzer, until the last try", async () => {
  const panels = await openPanel();
  panels.begin("F01");
  panels.end("F01", answer("fail"));
  panels.begin("F01");
  panels.end("F01", answer("pass"));
  await vi.waitFor(() => expect(timesOn(LAMPS.pass)).toBe(1), PATIENT);
  expect(timesOn(LAMPS.fail)).toBe(0);
  panels.begin("F01");
  panels.end("F01", answer("fail"));
  await vi.waitFor(() => expect(timesOn(LAMPS.fail)).toBe(1), PATIENT);
  await panels[Symbol.asyncDispose]();
  expect(timesOn(BUZZER)).toBe(4);
});

test("the fail that ends a lot is heard, though the station ends with it", async () => {
  const panels = await openPanel();
  panels.begin("F01");
  panels.end("F01", answer("fail"));
  await panels[Symbol.asyncDispose]();
  expect(timesOn(BUZZER)).toBe(3);
  expect(tools.level(BUZZER.line)).toBe("0");
});
