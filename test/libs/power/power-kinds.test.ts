import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { NestControl } from "../../../libs/fixture/nest-control.ts";
import type { PowerConfig } from "../../../libs/jig/jig.ts";
import { openSerialLink } from "../../../libs/link/open-serial-link.ts";
import { openPower, openReset } from "../../../libs/power/open-power.ts";
import { VirtualRelayBoard } from "../../../libs/simulator/virtual-relay-board.ts";
import { powerContract } from "../../contracts/power-contract.ts";
import { ImpatientClock } from "../../support/impatient-clock.ts";
import { makeFakeWires } from "../link/fake-wires.ts";
import { makeNest } from "./make-nest.ts";
import { openOnAdapter } from "./on-virtual-adapter.ts";

const makeFolder = (): string => mkdtempSync(join(tmpdir(), "power-"));

/** A lamp as a board: a file while it is lit, a line in a log for each time it was. */
const RELAY_TOOL = `#!/bin/sh
test -e "$2.hang" && exec sleep 300
test "$1" = off && exec rm -f "$2"
test -e "$2" || { touch "$2"; echo lit >>"$2.log"; }
`;

powerContract("command", async () => {
  const folder = makeFolder();
  const clock = new ImpatientClock();
  const lamp = join(folder, "lamp");
  const tool = join(folder, "relay tool");
  writeFileSync(tool, RELAY_TOOL, { mode: 0o755 });
  writeFileSync(`${lamp}.log`, "");
  const open = (file: string) => {
    const config: PowerConfig = {
      kind: "command",
      on: [tool, "on", file],
      off: [tool, "off", file],
    };
    return openPower(config, makeNest(clock));
  };
  return {
    open: () => open(lamp),
    isOn: async () => existsSync(lamp),
    powerUps: async () => readFileSync(`${lamp}.log`, "utf8").split("\n").length - 1,
    leaveOn: async () => (await open(lamp)).on(),
    breakage: {
      breakIt: async () => renameSync(tool, `${tool} away`),
      mendIt: async () => renameSync(`${tool} away`, tool),
      failure: {
        code: "relay-failed",
        control: expect.stringMatching(/^command .*relay tool o(n|ff) /),
        reason: expect.stringMatching(/^could not be started/),
      },
    },
    hang: {
      hangIt: async () => writeFileSync(`${lamp}.hang`, ""),
      neighbour: () => open(join(folder, "other lamp")),
      pass: () => clock.losePatience(),
      failure: { code: "relay-failed", reason: "did not end within 10 s" },
    },
    tidyUp: async () => rmSync(folder, { recursive: true }),
  };
});

powerContract("virtual", async () => {
  const folder = makeFolder();
  const clock = new ImpatientClock();
  const path = join(folder, "control");
  const lit = new Set<string>();
  const state: { trouble?: "burnt" | "mute"; powerUps: number } = { powerUps: 0 };
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.setEncoding("utf8").on("data", (line: string) => {
      const { board, power } = JSON.parse(line);
      const trouble = board === "F01" ? state.trouble : undefined;
      if (trouble === "burnt") return socket.end('{"ok":false,"error":"burnt"}\n');
      if (trouble === "mute") return;
      if (board === "F01" && power === "on" && !lit.has(board)) state.powerUps += 1;
      if (power === "on") lit.add(board);
      else lit.delete(board);
      socket.end('{"ok":true}\n');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  const open = (board: string) =>
    openPower({ kind: "virtual", socket: path, board }, makeNest(clock));
  return {
    open: () => open("F01"),
    isOn: async () => lit.has("F01"),
    powerUps: async () => state.powerUps,
    leaveOn: async () => (await open("F01")).on(),
    breakage: {
      breakIt: async () => {
        state.trouble = "burnt";
      },
      mendIt: async () => {
        delete state.trouble;
      },
      failure: {
        code: "relay-failed",
        control: expect.stringMatching(/^simulator .* board F01$/),
        reason: "burnt",
      },
    },
    hang: {
      hangIt: async () => {
        state.trouble = "mute";
      },
      neighbour: () => open("F02"),
      pass: () => clock.losePatience(),
      failure: { code: "relay-failed", reason: "no answer within 5 s" },
    },
    tidyUp: async () => {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
});

powerContract("serial-relay", async () => {
  const clock = new ImpatientClock();
  let powerUps = 0;
  const board = await VirtualRelayBoard.open({
    clock,
    channels: 3,
    onMove: (channel, to) => {
      if (channel === 3 && to === "on") powerUps += 1;
    },
  });
  const other = await VirtualRelayBoard.open({ clock, channels: 3 });
  const open = (port: string) =>
    openPower({ kind: "serial-relay", model: "lcus", port, channel: 3 }, makeNest(clock));
  return {
    open: () => open(board.path),
    isOn: async () => board.isOn(3),
    powerUps: async () => powerUps,
    leaveOn: async () => (await open(board.path)).on(),
    breakage: {
      breakIt: async () => {
        board.fault = { kind: "lies", channel: 3 };
      },
      mendIt: async () => {
        board.fault = undefined;
      },
      failure: {
        code: "relay-failed",
        control: `lcus channel 3 of ${board.path}`,
        reason: expect.stringMatching(/^the board says that this channel is still o(n|ff): /),
      },
    },
    hang: {
      hangIt: async () => {
        board.fault = { kind: "deaf" };
      },
      neighbour: () => open(other.path),
      pass: () => clock.losePatience(),
      failure: { code: "relay-failed", control: `lcus channel 3 of ${board.path}` },
    },
    tidyUp: async () => {
      board[Symbol.dispose]();
      other[Symbol.dispose]();
    },
  };
});

powerContract("line", async () => {
  const port = await openOnAdapter();
  const other = await openOnAdapter();
  const { adapter, device, nest } = port;
  const openedAt = adapter.levels.length;
  return {
    open: () => openPower({ kind: "line", line: "dtr" }, nest),
    isOn: async () => adapter.lines.dtr,
    powerUps: async () =>
      adapter.levels.slice(openedAt).filter((levels) => levels.endsWith("dtr:1")).length,
    breakage: { breakIt: port.unplug, failure: { code: "port-gone", port: device } },
    hang: {
      hangIt: async () => adapter.stall("set"),
      neighbour: () => openPower({ kind: "line", line: "dtr" }, other.nest),
      // Its clock jumps by itself.
      pass: () => undefined,
      failure: { code: "port-hung", port: device },
    },
    tidyUp: async () => {
      adapter.resume();
      await port.close();
      await other.close();
    },
  };
});

test("power manual asks the operator and waits for nobody", async () => {
  const asked: string[] = [];
  const power = await openPower(
    { kind: "manual" },
    makeNest(systemClock, (instruction) => asked.push(instruction)),
  );
  await power.makeSafe();
  expect(asked).toEqual([]);
  await power.on();
  await power.off();
  await power[Symbol.asyncDispose]();
  expect(asked).toEqual(["Switch F01 off, then on", "Switch F01 off"]);
  expect(power.means).toBe("operator");
});

test("power none does nothing, and says that nobody can", async () => {
  const power = await openPower({ kind: "none" }, makeNest(systemClock));
  const control = new NestControl(power, undefined, 500);
  await control.start();
  await control.stop();
  await control.makeSafe();
  await power[Symbol.asyncDispose]();
  expect(control.means).toBe("none");
  expect(await openReset({ kind: "none" }, makeNest(systemClock))).toBeUndefined();
});

test("power and reset on the two lines of one port leave each other alone", async () => {
  const { adapter, nest, close } = await openOnAdapter();
  const before = adapter.levels.length;
  const power = await openPower({ kind: "line", line: "dtr" }, nest);
  const reset = await openReset({ kind: "line", line: "rts" }, nest);
  await power.on();
  await reset?.hold();
  await reset?.release();
  await power.off();
  expect(adapter.levels.slice(before)).toEqual([
    "rts:0 dtr:1",
    "rts:1 dtr:1",
    "rts:0 dtr:1",
    "rts:0 dtr:0",
  ]);
  await close();
});

test("a line of a closed port is released already, and cannot be asserted", async () => {
  const nest = makeNest(systemClock);
  const power = await openPower({ kind: "line", line: "rts" }, nest);
  await power.off();
  await expect(power.on()).rejects.toMatchObject({
    failure: { code: "relay-failed", control: "rts" },
  });
});

test("a port without lines is told as what it is, not as a broken relay", async () => {
  const wires = makeFakeWires({
    fails: { call: "set", text: "Error: Inappropriate ioctl for device, cannot set" },
  });
  await using link = await openSerialLink("fake", {
    baudRate: 115200,
    makeStream: wires.makeStream,
  });
  const nest = makeNest(systemClock);
  nest.lines.attach(link);
  const power = await openPower({ kind: "line", line: "rts" }, nest);
  await expect(power.on()).rejects.toMatchObject({
    failure: { code: "relay-failed", control: "RTS and DTR of fake" },
  });
});
