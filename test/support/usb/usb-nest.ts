import type { ChipName } from "../../../libs/chips/chip.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import type { Fixture } from "../../../libs/fixture/fixture.ts";
import { openFixture } from "../../../libs/fixture/open-fixture.ts";
import type { PowerConfig, ResetConfig } from "../../../libs/jig/jig.ts";
import { PortOpener } from "../../../libs/link/port-opener.ts";
import { VirtualBoard } from "../../../libs/simulator/virtual-board.ts";
import { faultOf } from "../fault-of.ts";
import { BOARD_MAC } from "../memory-bench.ts";
import { type PortNames, SerialHost } from "./serial-host.ts";
import { type AdapterTraits, VirtualAdapter } from "./virtual-adapter.ts";
import { type LineUse, wireBoard } from "./wire-board.ts";

/** What a nest behind virtual adapters is made of. */
export interface UsbNestWiring {
  readonly clock?: VirtualClock;
  readonly host?: SerialHost;
  readonly chip?: ChipName;
  readonly id?: string;
  /** Where its two adapters are plugged in. */
  readonly sockets?: readonly [flash: string, log: string];
  readonly faults?: readonly string[];
  /** What the jig file says. */
  readonly power?: PowerConfig;
  readonly reset?: ResetConfig;
  readonly offMs?: number;
  readonly ports?: "by-path" | "by-device";
  /** What the flash adapter's lines are wired to; by default DTR to the supply. */
  readonly rts?: LineUse;
  readonly dtr?: LineUse;
  readonly flashAdapter?: AdapterTraits;
  readonly logAdapter?: AdapterTraits;
}

/** A nest with its product code from the fixture down to serialport's stream, a board behind it. */
export interface UsbNest extends AsyncDisposable {
  readonly clock: VirtualClock;
  readonly host: SerialHost;
  readonly fixture: Fixture;
  readonly board: VirtualBoard;
  /** The board's flash before anything happened. */
  readonly before: Uint8Array;
  readonly flash: VirtualAdapter;
  readonly log: VirtualAdapter;
  readonly names: { readonly flash: PortNames; readonly log: PortNames };
}

/** Opens a nest on virtual adapters, in simulated time. Its supply is on DTR, asserted = on. */
export const openUsbNest = async (wiring: UsbNestWiring = {}): Promise<UsbNest> => {
  const { chip = "bk7231n", id = "F01", sockets = ["2", "3"], ports = "by-path" } = wiring;
  const { power = { kind: "line", line: "dtr" }, reset = { kind: "none" }, offMs = 100 } = wiring;
  const { rts = "nothing", dtr = "supply" } = wiring;
  const clock = wiring.clock ?? new VirtualClock();
  await using opening = new AsyncDisposableStack();
  const host = wiring.host ?? opening.use(new SerialHost());
  const flash = new VirtualAdapter(clock, wiring.flashAdapter);
  const log = new VirtualAdapter(clock, wiring.logAdapter);
  const names = { flash: host.plug(flash, sockets[0]), log: host.plug(log, sockets[1]) };
  const before = buildFactoryFlash({ chip, seed: 3, mac: BOARD_MAC });
  const faults = (wiring.faults ?? []).map(faultOf);
  const board = new VirtualBoard({ chip, clock, flash: before.slice(), faults });
  opening.use(wireBoard(board, { flash, log, rts, dtr }));
  const opener = new PortOpener(clock);
  const nameOf = ({ byPath, device }: PortNames) => (ports === "by-path" ? byPath : device);
  const config = {
    ...{ id, power, reset, offMs },
    flashPort: nameOf(names.flash),
    logPort: nameOf(names.log),
  };
  const fixture = opening.use(
    await openFixture(config, {
      clock,
      ask: () => undefined,
      openLink: (path, options) => opener.open(path, { ...options, makeStream: host.makeStream }),
      identifyAdapter: host.identifyAdapter,
    }),
  );
  const open = opening.move();
  return {
    ...{ clock, host, fixture, board, before, flash, log, names },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
};
