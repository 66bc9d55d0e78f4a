import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { StationEvent } from "../../libs/station/station-event.ts";
import { FAKE_GPIO, fakeGpioObstacle } from "../libs/gpio/with-fake-gpio.ts";
import { awaitEvent, type EventOf, isEndIn, isStep, isWorkerOf } from "../support/lot-events.ts";
import { DATA, recordsOf, writeRecipe } from "../support/lot-files.ts";
import { type Started, Workplace } from "../support/run-flashline.ts";
import { until } from "../support/until.ts";

/** Lines of a nest's own: their owner is known to the whole machine, other tests included. */
interface Lines {
  readonly lid: number;
  /** An active-low lamp, as on many a relay board. */
  readonly busy: number;
  readonly pass: number;
}

const lineAt = (line: number, activeLow = false) => ({
  kind: "gpio",
  chip: "fake",
  line,
  activeLow,
});

interface PanelLot {
  readonly run: Started;
  /** What the wire of a line did, in order: "exported 1", "out 1", "level 0". */
  changesOf(line: number): readonly string[];
}

const startLot = (
  place: Workplace,
  { lid, busy, pass }: Lines,
  { count, faults, pace }: Record<"faults" | "pace", readonly string[]> & { count: number },
): PanelLot => {
  const log = place.write("gpio.log", "");
  const jig = place.write("jig.yaml", {
    jig: "lids",
    trigger: "switch",
    fixtures: [
      {
        id: "F01",
        recipe: writeRecipe(place, "bk7231n"),
        virtual: { chip: "bk7231n", faults },
        inputs: { lid: lineAt(lid) },
        lamps: { busy: lineAt(busy, true), pass: lineAt(pass) },
      },
    ],
  });
  const lot = ["--first", "SN1", "--count", String(count), "--lot", "L1", "--data", DATA];
  const environment = {
    FAKEGPIO_LOG: log,
    FAKEGPIO_BASE: "571",
    FAKEGPIO_LINES: "64",
    FAKEGPIO_BUILD: join(tmpdir(), "fakegpio-build"),
  };
  const run = place.startBy(FAKE_GPIO, environment, "run", "--jig", jig, ...lot, ...pace, "--json");
  const changesOf = (line: number): readonly string[] =>
    readFileSync(log, "utf8")
      .split("\n")
      .filter((entry) => entry.includes(`"line":${line},`))
      .map((entry) => entry.replace(/.*"(\w+)":(\d)\}$/, "$1 $2"))
      // The same level written again is none.
      .filter((change, at, changes) => change !== changes[at - 1]);
  return { run, changesOf };
};

/** Drives a wire where the stand-in is: in the world of the lot's processes. */
const pull = (pid: number, line: number, level: 0 | 1): void =>
  writeFileSync(`/proc/${pid}/root/sys/class/gpio/.pull`, `${line} ${level}\n`);

const isWaitFor =
  (serial: string, awaits: string) =>
  (event: StationEvent): event is EventOf<"fixture-waiting"> =>
    event.kind === "fixture-waiting" && event.serial === serial && event.awaits === awaits;

test
  .skipIf(fakeGpioObstacle !== undefined)
  .concurrent(
    "by onoff a lot is flashed by its lid alone, a bouncing contact counts once",
    async () => {
      await using place = new Workplace();
      const lines = { lid: 40, busy: 41, pass: 42 };
      const { run, changesOf } = startLot(place, lines, { count: 2, faults: [], pace: ["--fast"] });
      const { pid } = await awaitEvent(run, isWorkerOf("F01"));
      await awaitEvent(run, isWaitFor("SN1", "lid"));
      for (let edge = 0; edge < 50; edge += 1) pull(pid, lines.lid, edge % 2 === 0 ? 1 : 0);
      pull(pid, lines.lid, 1);
      await awaitEvent(run, isEndIn("F01"));
      await awaitEvent(run, isWaitFor("SN2", "reopen"));
      pull(pid, lines.lid, 0);
      await awaitEvent(run, isWaitFor("SN2", "lid"));
      pull(pid, lines.lid, 1);
      const ending = await run.ended;
      expect(ending.exitCode, ending.stderr).toBe(0);
      expect(recordsOf(place).map(({ serial, verdict }) => `${serial} ${verdict}`)).toEqual([
        "SN1 pass",
        "SN2 pass",
      ]);
      // Opened dark without a pulse, lit once a run, dark in the end.
      const runs = ["level 0", "level 1", "level 0", "level 1"];
      expect(changesOf(lines.busy)).toEqual(["exported 1", "out 1", "level 1", ...runs]);
      const passes = ["level 1", "level 0", "level 1", "level 0"];
      expect(changesOf(lines.pass)).toEqual(["exported 1", "out 1", "level 0", ...passes]);
    },
  );

test
  .skipIf(fakeGpioObstacle !== undefined)
  .concurrent("by onoff a busy lamp goes dark when its worker is killed", async () => {
    await using place = new Workplace();
    const lines = { lid: 43, busy: 44, pass: 45 };
    const slow = { count: 1, faults: ["slow-erase:200"], pace: [] };
    const { run, changesOf } = startLot(place, lines, slow);
    const { pid } = await awaitEvent(run, isWorkerOf("F01"));
    await awaitEvent(run, isWaitFor("SN1", "lid"));
    pull(pid, lines.lid, 1);
    await awaitEvent(run, isStep("erase", "F01"));
    expect(changesOf(lines.busy).at(-1)).toBe("level 0");
    // Else the line would end, and with it the stand-in.
    process.kill(parentOf(pid), "SIGSTOP");
    process.kill(pid, "SIGKILL");
    await until("a dark lamp", () => changesOf(lines.busy).at(-1) === "level 1");
  });

/** The coordinator behind the stand-in's shell. */
const parentOf = (pid: number): number => {
  const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "";
  return Number(afterName.split(" ")[1]);
};
