import { existsSync, watch } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ToolGeneration } from "../../libs/gpio/gpiod-commands.ts";
import { type GpioTools, makeGpioTools } from "../libs/gpio/gpio-tools.ts";
import { logText } from "../support/log-text.ts";
import { awaitEvent, isStep, isWorkerOf } from "../support/lot-events.ts";
import { DATA, recordsOf } from "../support/lot-files.ts";
import { type Started, Workplace } from "../support/run-flashline.ts";
import { until } from "../support/until.ts";
import { openWiredBench, type WiredBench } from "../support/wired-bench.ts";

/** A line each: lines are claimed by name, and for the machine every stand-in chip is the same. */
const LINES = { gpio: 41, gpiod: 17 } as const;

interface ToolLot extends AsyncDisposable {
  readonly run: Started;
  readonly tools: GpioTools;
  readonly line: number;
  /** What the tools tell of the line, of the usual relay board: low switches on, and it rests at high. */
  readonly on: string;
  readonly off: string;
}

/** Runs a lot on a nest whose supply hangs on a line of the tools; without power the next board is put in. */
const startToolLot = (
  place: Workplace,
  bench: WiredBench,
  generation: ToolGeneration,
  kind: "gpio" | "gpiod",
): ToolLot => {
  const tools = makeGpioTools(generation);
  const line = LINES[kind];
  const [on, off] = [`${line}=0`, `${line}=1`];
  tools.pull(line, 1);
  const power = { kind, chip: "fake", line, activeLow: true };
  const fixtures = bench.nests.map((nest) => ({ ...nest, power }));
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures });
  let seen = 0;
  let isOn = false;
  let turn = Promise.resolve();
  const follow = (): void => {
    const driven = tools.driven();
    for (const level of driven.slice(seen)) turn = turn.then(() => switchBoard(level === on));
    seen = driven.length;
  };
  const switchBoard = async (isToBeOn: boolean): Promise<void> => {
    if (isToBeOn === isOn) return;
    isOn = isToBeOn;
    await bench.switchPower("F01", isOn ? "on" : "off");
    if (!isToBeOn) await bench.load("F01");
  };
  const watcher = watch(join(tools.folder, "driven"), follow);
  const environment = { PATH: `${tools.folder}:${process.env.PATH}` };
  const lot = ["--first", "SN1", "--count", "2", "--lot", "L1", "--data", DATA, "--json"];
  const run = place.startBy("/usr/bin/env", environment, "run", "--jig", jig, ...lot);
  return {
    ...{ run, tools, line, on, off },
    [Symbol.asyncDispose]: async () => {
      watcher.close();
      await turn;
      tools[Symbol.dispose]();
    },
  };
};

const logOf = (place: Workplace): string => logText(place.path(DATA), "worker");

test
  .skipIf(existsSync("/sys/class/gpio/export"))
  .concurrent(
    "kind gpio goes through the character device where the kernel has no sysfs GPIO, and says so",
    async () => {
      await using place = new Workplace();
      const bench = await openWiredBench(place, [{ chip: "bk7231n" }], "fast");
      await using lot = startToolLot(place, bench, 1, "gpio");
      expect((await lot.run.ended).exitCode).toBe(0);
      expect(recordsOf(place).map(({ verdict }) => verdict)).toEqual(["pass", "pass"]);
      expect(lot.tools.driven()[0]).toBe(lot.off);
      expect(lot.tools.driven().at(-1)).toBe(lot.off);
      expect(lot.tools.driven().filter((level) => level === lot.on).length).toBeGreaterThanOrEqual(
        2,
      );
      expect(logOf(place)).toContain("no sysfs GPIO");
      expect(place.processes()).toEqual([bench.pid]);
    },
  );

test.concurrent("by gpiod a killed worker's line is let go by its tool and made safe by its guard", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(place, [{ chip: "bk7231t" }], "real");
  await using lot = startToolLot(place, bench, 2, "gpiod");
  const { pid } = await awaitEvent(lot.run, isWorkerOf("F01"));
  await awaitEvent(lot.run, isStep("write", "F01"));
  expect(lot.tools.driven().at(-1)).toBe(lot.on);
  const holder = lot.tools.holderOf(lot.line);
  process.kill(lot.run.pid, "SIGSTOP");
  process.kill(pid, "SIGKILL");
  await until("the guard drives it off", () => lot.tools.driven().at(-1) === lot.off);
  await until("the guard ends", () => logOf(place).includes('"guard: '));
  await until("nobody holds it", () => !existsSync(`/proc/${lot.tools.holderOf(lot.line)}`));
  expect(lot.tools.holderOf(lot.line)).not.toBe(holder);
  expect(lot.tools.level(lot.line)).toBe("1");
});
