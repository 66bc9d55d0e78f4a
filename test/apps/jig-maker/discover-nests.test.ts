import { expect, test } from "vitest";
import { discoverNests, type SoughtNest } from "../../../apps/jig-maker/discover-nests.ts";
import { planNests } from "../../../apps/jig-maker/plan-nests.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import { PortOpener } from "../../../libs/link/port-opener.ts";
import { VirtualBoard } from "../../../libs/simulator/virtual-board.ts";
import { mapNests } from "../../../libs/survey/map-nests.ts";
import { SerialHost } from "../../support/usb/serial-host.ts";
import { VirtualAdapter } from "../../support/usb/virtual-adapter.ts";
import { type LineUse, wireBoard } from "../../support/usb/wire-board.ts";

/** Boards, each with a flash and a log adapter whose names tell nothing, from the sockets down to serialport's stream. */
class Bench implements Disposable {
  readonly clock = new VirtualClock();
  readonly host = new SerialHost();
  readonly boards: VirtualBoard[] = [];
  readonly adapters: VirtualAdapter[] = [];
  readonly flashPorts: string[] = [];
  readonly logPorts: string[] = [];
  readonly #wires = new DisposableStack();

  constructor(count: number, rts: LineUse) {
    for (let at = 0; at < count; at += 1) {
      const flash = buildFactoryFlash({ chip: "bk7231n", seed: at, mac: "c8478ca1b2c3" });
      const board = new VirtualBoard({ chip: "bk7231n", clock: this.clock, flash, faults: [] });
      const [log, uart] = [new VirtualAdapter(this.clock), new VirtualAdapter(this.clock)];
      this.#wires.use(wireBoard(board, { flash: uart, log, rts }));
      this.logPorts.push(this.host.plug(log, `${2 * at + 1}`).byPath);
      this.flashPorts.push(this.host.plug(uart, `${2 * at + 2}`).byPath);
      this.adapters.push(log, uart);
      this.boards.push(board);
    }
  }

  get ports(): readonly string[] {
    return this.logPorts.flatMap((log, at) => [log, this.flashPorts[at] ?? ""]);
  }

  async discover(nests: readonly SoughtNest[], askDone: (asked: string) => Promise<void>) {
    const opener = new PortOpener(this.clock);
    const { makeStream } = this.host;
    const { survey, unopened } = await discoverNests(nests, this.ports, {
      clock: this.clock,
      signal: new AbortController().signal,
      logs: "all",
      askDone,
      openLink: (path, how) => opener.open(path, { ...how, makeStream }),
    });
    expect(this.adapters.filter(({ connections }) => connections.size > 0)).toEqual([]);
    return { found: mapNests(survey), unopened };
  }

  [Symbol.dispose](): void {
    this.#wires.dispose();
    this.host[Symbol.dispose]();
  }
}

const unasked = (): Promise<void> => Promise.reject(new Error("nobody is to be asked"));

test.each([
  ["line:rts", "supply"],
  ["reset:rts", "cen"],
] as const)(
  "%s: of all adapters those whose RTS wakes a board are flash ports",
  async (relays, use) => {
    using bench = new Bench(2, use);
    if (use === "cen") for (const board of bench.boards) board.powerOn();
    const { jig } = await planNests(
      { from: undefined, relays: [relays], ids: undefined },
      bench.ports,
    );
    const sought = jig.nests.map(({ config }) => ({
      config: { ...config, flashPort: `/port-of-${config.id}` },
      linePort: config.flashPort,
    }));
    const { found } = await bench.discover(sought, unasked);
    expect(found.map(({ flashPort, logPort }) => [flashPort, logPort])).toEqual([
      [undefined, undefined],
      [bench.flashPorts[0], bench.logPorts[0]],
      [undefined, undefined],
      [bench.flashPorts[1], bench.logPorts[1]],
    ]);
    expect(found[0]?.problem).toEqual({ kind: "silent" });
    const powered = bench.boards.filter((board) => board.powered);
    expect(powered).toHaveLength(use === "cen" ? 2 : 0);
  },
);

test("without relays the operator switches one nest after the other when asked", async () => {
  using bench = new Bench(2, "nothing");
  const { jig } = await planNests({ from: undefined, relays: [], ids: "F01,F02" }, []);
  const asked: string[] = [];
  const { found } = await bench.discover(
    jig.nests.map(({ config }) => ({ config, linePort: undefined })),
    async (instruction) => {
      asked.push(instruction);
      const board = bench.boards[instruction.includes("F01") ? 1 : 0];
      if (instruction.startsWith("Load")) board?.powerOn();
      else board?.powerOff();
    },
  );
  expect(found).toMatchObject([
    { control: "F01", flashPort: bench.flashPorts[1], logPort: bench.logPorts[1] },
    { control: "F02", flashPort: bench.flashPorts[0], logPort: bench.logPorts[0] },
  ]);
  expect(bench.boards.some((board) => board.powered)).toBe(false);
  expect(asked.at(0)).toContain("Load a board into nest F01 and no other");
  expect(asked.at(1)).toContain("Switch the supply of nest F01 off");
});

test("a port that cannot be opened is left out, and the others are found", async () => {
  using bench = new Bench(2, "nothing");
  const [broken] = bench.adapters;
  if (broken !== undefined) bench.host.unplug(broken);
  const { jig } = await planNests({ from: undefined, relays: [], ids: "F01" }, []);
  const { found, unopened } = await bench.discover(
    jig.nests.map(({ config }) => ({ config, linePort: undefined })),
    async (instruction) => {
      if (instruction.startsWith("Load")) bench.boards[0]?.powerOn();
      else bench.boards[0]?.powerOff();
    },
  );
  expect(unopened).toMatchObject([{ port: bench.logPorts[0], failure: { code: "port-gone" } }]);
  expect(found).toMatchObject([{ flashPort: bench.flashPorts[0], logPort: undefined }]);
});
