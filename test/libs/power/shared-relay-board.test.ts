import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { openPower } from "../../../libs/power/open-power.ts";
import { VirtualRelayBoard } from "../../../libs/simulator/virtual-relay-board.ts";
import { makeNest } from "./make-nest.ts";

const PROGRAM = join(import.meta.dirname, "relay-program.ts");

const runProcess = async (port: string, channel: number): Promise<string> => {
  const child = spawn(process.execPath, [PROGRAM, port, `${channel}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const said = await text(child.stdout);
  await ended;
  return said;
};

test("processes share a board on a real port, and who comes after them finds it as they left it", async () => {
  const moves: string[] = [];
  using board = await VirtualRelayBoard.open({
    clock: systemClock,
    channels: 4,
    onMove: (channel, to) => void moves.push(`${channel} ${to}`),
  });
  const said = await Promise.all([1, 2, 3].map((channel) => runProcess(board.path, channel)));
  expect(said).toEqual(["", "", ""]);
  for (const channel of [1, 2, 3]) {
    const own = moves.filter((move) => move.startsWith(`${channel} `));
    const cycle = [`${channel} on`, `${channel} off`];
    expect(own).toEqual([...cycle, ...cycle, `${channel} on`]);
  }
  const power = await openPower(
    { kind: "serial-relay", model: "lcus", port: board.path, channel: 2 },
    makeNest(systemClock),
  );
  await power.makeSafe();
  expect([1, 2, 3, 4].filter((channel) => board.isOn(channel))).toEqual([1, 3]);
});
