import { expect, test } from "vitest";
import { systemClock } from "../../libs/clock/system-clock.ts";
import { VirtualRelayBoard } from "../../libs/simulator/virtual-relay-board.ts";
import { awaitEvent, isStep, isWorkerOf } from "../support/lot-events.ts";
import { DATA, recordsOf } from "../support/lot-files.ts";
import { Workplace } from "../support/run-flashline.ts";
import { until } from "../support/until.ts";
import { openWiredBench } from "../support/wired-bench.ts";

/** Two nests whose supplies are channels of one relay board. */
const openRelayBench = async (place: Workplace, speed: "fast" | "real") => {
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231n" }], speed);
  const relays = await VirtualRelayBoard.open({
    clock: systemClock,
    channels: 2,
    onMove: (channel, to) => void bench.switchPower(`F0${channel}`, to),
  });
  const power = { kind: "serial-relay", model: "lcus", port: relays.path };
  const fixtures = bench.nests.map((nest, index) => ({
    ...nest,
    power: { ...power, channel: index + 1 },
  }));
  const jig = place.write("jig.yaml", { jig: "relays", trigger: "auto", fixtures });
  const lot = ["run", "--jig", jig, "--lot", "L1", "--data", DATA, "--json"];
  return {
    bench,
    relays,
    lot: (serial: string) => [...lot, "--first", serial, "--count", "2"],
    drawn: () => [1, 2].filter((channel) => relays.isOn(channel)),
    [Symbol.dispose]: () => relays[Symbol.dispose](),
  };
};

test.concurrent("two nests share a relay board: both are flashed, and a stuck relay fails only its own", async () => {
  await using place = new Workplace();
  using station = await openRelayBench(place, "fast");
  const { bench, relays, lot, drawn } = station;

  const first = await place.run(...lot("SN001"));
  expect(first.exitCode).toBe(0);
  expect(drawn()).toEqual([]);
  const verdicts = recordsOf(place).map(({ fixture, verdict }) => `${fixture} ${verdict}`);
  expect(verdicts.sort()).toEqual(["F01 pass", "F02 pass"]);

  await bench.load("F01");
  await bench.load("F02");
  relays.fault = { kind: "stuck", channel: 2 };
  const second = await place.run(...lot("SN003"));
  expect(second.exitCode).toBe(3);
  const runs = recordsOf(place).slice(2);
  expect(runs.find(({ fixture }) => fixture === "F01")).toMatchObject({ verdict: "pass" });
  expect(runs.find(({ fixture }) => fixture === "F02")).toMatchObject({
    verdict: "error",
    failure: {
      code: "relay-failed",
      control: `lcus channel 2 of ${relays.path}`,
      reason: expect.stringMatching(/still off/),
    },
  });
  expect(drawn()).toEqual([]);
});

test.concurrent("a worker that is killed while it flashes leaves no relay drawn", async () => {
  await using place = new Workplace();
  using station = await openRelayBench(place, "real");
  const run = place.start(...station.lot("SN001"));
  const { pid } = await awaitEvent(run, isWorkerOf("F01"));
  await Promise.all(["F01", "F02"].map((fixture) => awaitEvent(run, isStep("write", fixture))));
  expect(station.drawn()).toEqual([1, 2]);
  process.kill(run.pid, "SIGSTOP");
  process.kill(pid, "SIGKILL");
  await until("the relays fall off", () => station.drawn().length === 0);
});
