import { constants, openSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { systemClock } from "../../libs/clock/system-clock.ts";
import { buildFactoryFlash } from "../../libs/firmware/build-image.ts";
import { PtyPort } from "../../libs/simulator/pty-port.ts";
import { VirtualBoard } from "../../libs/simulator/virtual-board.ts";
import type { NestPort, PlugDeed } from "./pluggable-bench.ts";

const BOOTLOADER_END = 0x11000;

/** A board with two adapters, pseudo-terminals under names that stay, as udev's by position do. */
class PluggableNest {
  readonly board: VirtualBoard;
  readonly #base: string;
  readonly #wires = new Map<NestPort, { readonly path: string; readonly stack: DisposableStack }>();

  constructor(base: string, speed: "real" | "instant") {
    this.#base = base;
    const flash = buildFactoryFlash({ chip: "bk7231n", seed: 3, mac: "c8478ca1b2c3" });
    flash.fill(0xff, BOOTLOADER_END);
    this.board = new VirtualBoard({ chip: "bk7231n", clock: systemClock, speed, flash });
  }

  async plug(port: NestPort): Promise<void> {
    const wires = new DisposableStack();
    const pty = wires.use(await PtyPort.open(systemClock));
    this.#wires.set(port, { path: pty.path, stack: wires });
    const { board } = this;
    if (port === "log") wires.use(board.onLog((bytes, baud) => pty.write(bytes, baud)));
    else {
      wires.use(board.onTransmit((bytes, baud) => pty.write(bytes, baud)));
      wires.use(pty.onBytes((bytes, baud) => board.receive(bytes, baud)));
    }
    symlinkSync(pty.path, `${this.#base}-${port}`);
  }

  /**
   * The far end hangs up, as the kernel does for whoever has it open. Its number stays taken: the next
   * one to open a terminal, of a test beside this one, would own what the worker here still claims.
   */
  unplug(port: NestPort): void {
    rmSync(`${this.#base}-${port}`);
    const wires = this.#wires.get(port);
    if (wires === undefined) return;
    openSync(wires.path, constants.O_RDWR | constants.O_NOCTTY);
    wires.stack.dispose();
  }
}

/**
 * A process of its own, because pseudo-terminals are handed down to every program that is started,
 * and hang up only when all have closed them. Arguments: folder, speed, ids. Does what it is told on
 * stdin, a JSON line each, answered by one; ends with stdin.
 */
const [, , folder = "", speed, ...ids] = process.argv;
const nests = new Map(
  ids.map((id) => [id, new PluggableNest(join(folder, id), speed === "real" ? "real" : "instant")]),
);
for (const nest of nests.values())
  for (const port of ["flash", "log"] as const) await nest.plug(port);
const supply = createServer((asking) => {
  asking.setEncoding("utf8").on("error", () => undefined);
  asking.on("data", (line: string) => {
    const request: { power: "on" | "off"; board: string } = JSON.parse(line);
    const board = nests.get(request.board)?.board;
    if (request.power === "on") board?.powerOn();
    else board?.powerOff();
    asking.end('{"ok":true}\n');
  });
});
supply.listen(join(folder, "supply.sock"), () => process.stdout.write("ready\n"));
const lines = createInterface({ input: process.stdin });
lines.on("line", async (line) => {
  const deed: PlugDeed = JSON.parse(line);
  const nest = nests.get(deed.nest);
  if (deed.to === "out") nest?.unplug(deed.port);
  else await nest?.plug(deed.port);
  process.stdout.write(`${JSON.stringify({ powered: nest?.board.powered })}\n`);
});
lines.on("close", () => process.exit());
