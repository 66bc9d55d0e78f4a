import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import type { PowerConfig } from "../../../libs/jig/jig.ts";
import { openSerialLink } from "../../../libs/link/open-serial-link.ts";
import { FlashPortLines } from "../../../libs/power/flash-port-lines.ts";
import { type NestWiring, openPower, openReset } from "../../../libs/power/open-power.ts";
import { powerContract } from "../../contracts/power-contract.ts";
import { makeGpioTools } from "../gpio/gpio-tools.ts";
import { makeFakeWires } from "../link/fake-wires.ts";

const makeNest = (ask: NestWiring["ask"] = () => undefined): NestWiring => ({
  fixture: "F01",
  clock: systemClock,
  lines: new FlashPortLines(),
  ask,
});

const makeFolder = (): string => mkdtempSync(join(tmpdir(), "power-"));

powerContract("command", async () => {
  const folder = makeFolder();
  const lamp = join(folder, "lamp");
  const tool = join(folder, "relay tool");
  writeFileSync(tool, '#!/bin/sh\ntest "$1" = on && touch "$2" || rm -f "$2"\n', { mode: 0o755 });
  const config: PowerConfig = { kind: "command", on: [tool, "on", lamp], off: [tool, "off", lamp] };
  return {
    power: await openPower(config, makeNest()),
    isOn: async () => existsSync(lamp),
    breakIt: async () => rmSync(tool),
    controlName: /^command .*relay tool o(n|ff) /,
    tidyUp: async () => rmSync(folder, { recursive: true }),
  };
});

for (const generation of [1, 2] as const) {
  powerContract(`gpiod by libgpiod v${generation}'s tools`, async () => {
    const tools = makeGpioTools(generation);
    const path = process.env.PATH ?? "";
    process.env.PATH = `${tools.folder}:${path}`;
    // The usual relay board: it rests at high, and low switches on.
    tools.pull(17, 1);
    const config: PowerConfig = { kind: "gpiod", chip: "fake", line: 17, activeLow: true };
    const power = await openPower(config, makeNest());
    return {
      power,
      isOn: async () => tools.level(17) === "0",
      breakIt: async () => tools.complain("gpioset: unable to open chip: No such device"),
      controlName: /^gpiod fake 17$/,
      tidyUp: async () => {
        await power[Symbol.asyncDispose]();
        process.env.PATH = path;
        tools[Symbol.dispose]();
      },
    };
  });
}

powerContract("virtual", async () => {
  const folder = makeFolder();
  const path = join(folder, "control");
  let lit = false;
  let broken = false;
  const server = createServer((socket) => {
    socket.setEncoding("utf8").on("data", (line: string) => {
      const request = JSON.parse(line);
      if (request.board !== "F01") return socket.end('{"ok":false,"error":"no such board"}\n');
      if (broken) return socket.end('{"ok":false,"error":"burnt"}\n');
      lit = request.power === "on";
      socket.end('{"ok":true}\n');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  return {
    power: await openPower({ kind: "virtual", socket: path, board: "F01" }, makeNest()),
    isOn: async () => lit,
    breakIt: async () => {
      broken = true;
    },
    controlName: /^simulator .* board F01$/,
    tidyUp: async () => {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
});

powerContract("line", async () => {
  const wires = makeFakeWires();
  const link = await openSerialLink("fake", { baudRate: 115200, makeStream: wires.makeStream });
  const nest = makeNest();
  nest.lines.attach(link);
  return {
    power: await openPower({ kind: "line", line: "dtr" }, nest),
    isOn: async () => wires.log.at(-1) === "rts:0 dtr:1 brk:0",
    tidyUp: async () => link[Symbol.asyncDispose](),
  };
});

test("power manual asks the operator and waits for nobody", async () => {
  const asked: string[] = [];
  const power = await openPower(
    { kind: "manual" },
    makeNest((instruction) => asked.push(instruction)),
  );
  await power.makeSafe();
  expect(asked).toEqual([]);
  await power.on();
  await power.off();
  expect(asked).toEqual([
    "Switch the power of F01 off and on again",
    "Switch the power of F01 off",
  ]);
  expect(power.means).toBe("operator");
});

test("power none does nothing, and says that nobody can", async () => {
  const power = await openPower({ kind: "none" }, makeNest());
  await power.on();
  await power.off();
  expect(power.means).toBe("none");
  expect(await openReset({ kind: "none" }, makeNest())).toBeUndefined();
});

test("power and reset on the two lines of one port leave each other alone", async () => {
  const wires = makeFakeWires();
  await using link = await openSerialLink("fake", {
    baudRate: 115200,
    makeStream: wires.makeStream,
  });
  const nest = makeNest();
  nest.lines.attach(link);
  const power = await openPower({ kind: "line", line: "dtr" }, nest);
  const reset = await openReset({ kind: "line", line: "rts" }, nest);
  await power.on();
  await reset?.hold();
  await reset?.release();
  await power.off();
  expect(wires.log.slice(2)).toEqual([
    "rts:0 dtr:1 brk:0",
    "rts:1 dtr:1 brk:0",
    "rts:0 dtr:1 brk:0",
    "rts:0 dtr:0 brk:0",
  ]);
});

test("a line of a closed port is released already, and cannot be asserted", async () => {
  const nest = makeNest();
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
  const nest = makeNest();
  nest.lines.attach(link);
  const power = await openPower({ kind: "line", line: "rts" }, nest);
  await expect(power.on()).rejects.toMatchObject({
    failure: { code: "relay-failed", control: "RTS and DTR of fake" },
  });
});
