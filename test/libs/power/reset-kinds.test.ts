import { expect, test } from "vitest";
import type { ModemLine, ResetConfig, SequenceText } from "../../../libs/jig/jig.ts";
import type { ModemLines } from "../../../libs/link/serial-link.ts";
import { openPower, openReset } from "../../../libs/power/open-power.ts";
import { resetContract } from "../../contracts/reset-contract.ts";
import { openOnAdapter } from "./on-virtual-adapter.ts";

const open = async (line: ModemLine | SequenceText) => {
  const port = await openOnAdapter();
  const config: ResetConfig = { kind: "line", line };
  const reset = await openReset(config, port.nest);
  if (reset === undefined) throw new Error("no reset");
  return { ...port, reset };
};

const lineBench = async (line: ModemLine | SequenceText, isLow: (lines: ModemLines) => boolean) => {
  const { adapter, device, reset, unplug, close } = await open(line);
  let pulses = 0;
  let wasLow = false;
  adapter.onLines((lines) => {
    if (isLow(lines) && !wasLow) pulses += 1;
    wasLow = isLow(lines);
  });
  return {
    reset,
    isHeld: async () => isLow(adapter.lines),
    pulses: async () => pulses,
    breakage: { breakIt: unplug, failure: { code: "port-gone", port: device } },
    leave: async () => {
      await reset[Symbol.asyncDispose]();
      await close();
    },
  };
};

resetContract("line rts", () => lineBench("rts", ({ rts }) => rts));
resetContract("line dtr", () => lineBench("dtr", ({ dtr }) => dtr));
resetContract("by a sequence of one line", () =>
  lineBench("rts:1 wait:200 rts:0", ({ rts }) => rts),
);
resetContract("by bk7231tools' sequence, CEN on DTR", () =>
  lineBench("dtr:1 rts:1 wait:100 dtr:0 wait:100 rts:0", ({ dtr }) => dtr),
);
resetContract("by a sequence of two transistors", () =>
  lineBench("dtr:0 rts:1 wait:100 dtr:1 rts:0 wait:50 dtr:0", ({ rts, dtr }) => rts && !dtr),
);

test("a sequence moves lines together, keeps its waits but the hold's, and leaves both released", async () => {
  const { adapter, clock, reset, close } = await open(
    "dtr:1 wait:30 rts:1 wait:100 dtr:0 wait:70 rts:0 wait:500",
  );
  const before = adapter.levels.length;
  const times = [clock.now()];
  await reset.hold();
  times.push(clock.now());
  await reset.release();
  times.push(clock.now());
  expect(times.map((at, index) => at - (times[index - 1] ?? at))).toEqual([0, 30, 70]);
  expect(adapter.levels.slice(before)).toEqual([
    "rts:0 dtr:1",
    "rts:1 dtr:1",
    "rts:1 dtr:0",
    "rts:0 dtr:0",
  ]);
  await close();
});

test("a sequence leaves the line of the power alone", async () => {
  const { adapter, nest, reset, close } = await open("rts:1 wait:20 rts:0");
  const power = await openPower({ kind: "line", line: "dtr" }, nest);
  const before = adapter.levels.length;
  await reset.hold();
  await reset.release();
  await power.on();
  await reset.release();
  await power.off();
  expect(adapter.levels.slice(before)).toEqual([
    "rts:1 dtr:0",
    "rts:0 dtr:0",
    "rts:0 dtr:1",
    "rts:0 dtr:0",
  ]);
  await close();
});

test("lines of a closed port are released already: nothing is pulsed, and nothing can be held", async () => {
  const { clock, reset, close } = await open("rts:1 wait:20 dtr:1 wait:20 rts:0 dtr:0");
  await reset.hold();
  await close();
  const closedAt = clock.now();
  await reset.release();
  expect(clock.now()).toBe(closedAt);
  await expect(reset.hold()).rejects.toMatchObject({
    failure: { code: "relay-failed", control: "rts" },
  });
});
