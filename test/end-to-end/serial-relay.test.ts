import { expect, test } from "vitest";
import { systemClock } from "../../libs/clock/system-clock.ts";
import { VirtualRelayBoard } from "../../libs/simulator/virtual-relay-board.ts";
import { DATA, recordsOf } from "../support/lot-files.ts";
import { Workplace } from "../support/run-flashline.ts";
import { openWiredBench } from "../support/wired-bench.ts";

test("two nests share a relay board: both are flashed, and a stuck relay fails only its own", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231n" }], "fast");
  using relays = await VirtualRelayBoard.open({
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

  const first = await place.run(...lot, "--first", "SN001", "--count", "2");
  expect(first.exitCode).toBe(0);
  expect([relays.isOn(1), relays.isOn(2)]).toEqual([false, false]);
  const verdicts = recordsOf(place).map(({ fixture, verdict }) => `${fixture} ${verdict}`);
  expect(verdicts.sort()).toEqual(["F01 pass", "F02 pass"]);

  await bench.load("F01");
  await bench.load("F02");
  relays.fault = { kind: "stuck", channel: 2 };
  const second = await place.run(...lot, "--first", "SN003", "--count", "2");
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
  expect([relays.isOn(1), relays.isOn(2)]).toEqual([false, false]);
});
