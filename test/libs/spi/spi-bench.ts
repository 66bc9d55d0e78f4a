import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import type { BoardControl } from "../../../libs/fixture/fixture.ts";
import { VirtualBoard } from "../../../libs/simulator/virtual-board.ts";
import type { SpiNest } from "../../../libs/spi/enter-spi-mode.ts";
import type { SpiBus } from "../../../libs/spi/spi-bus.ts";
import { faultOf } from "../../support/fault-of.ts";

/** As BK7231_SPI_Flasher clocks its bus. */
const CLOCK_HZ = 30_000;

/** What the other end of the wires does: the bytes on MISO, as many as are clocked. */
export type Wires = (out: Uint8Array, clocked: number) => Uint8Array;

/** A bus whose other end is `wires`, as slow as a real one. */
export const busOf = (
  wires: Wires,
  clock: VirtualClock,
  duplex: "full" | "half" = "full",
): SpiBus => ({
  transfer: async (out, read) => {
    const clocked = out.length + read;
    const came = wires(out, clocked);
    await clock.sleep((clocked * 8 * 1000) / CLOCK_HZ);
    return {
      meanwhile: duplex === "full" ? came.subarray(0, out.length) : undefined,
      after: came.subarray(out.length),
    };
  },
  [Symbol.asyncDispose]: async () => undefined,
});

/** A nest for a BK7231T with nothing but a bus in it. */
export const nestOn = (
  wires: Wires,
  control: Partial<BoardControl> = {},
  duplex: "full" | "half" = "full",
  clock = new VirtualClock(),
): SpiNest & { readonly clock: VirtualClock } => {
  const nothing = async (): Promise<void> => undefined;
  return {
    clock,
    bus: busOf(wires, clock, duplex),
    chip: CHIPS.bk7231t,
    control: {
      means: "cycle",
      offMs: 100,
      stop: nothing,
      awaitTurn: nothing,
      start: nothing,
      settled: () => undefined,
      ...control,
    },
  };
};

/** What differs from a board that stands on its wires at once. */
interface BoardOnSpiOptions {
  readonly duplex?: "full" | "half";
  /** How long its relay takes, and again until it says so. */
  readonly relayMs?: number;
  /** What is on the wires while it has no supply, in place of zeros. */
  readonly unsupplied?: Wires;
}

/** A simulated board, fresh from the factory but for its faults. */
export const boardOnSpi = (
  chip: ChipName,
  faults: readonly string[],
  options: BoardOnSpiOptions = {},
) => {
  const { duplex = "full", relayMs = 0, unsupplied } = options;
  const clock = new VirtualClock();
  const flash = buildFactoryFlash({ chip, seed: 1, mac: "c8478ca1b2c3" });
  const board = new VirtualBoard({ chip, clock, flash, faults: faults.map(faultOf) });
  const wires: Wires = (out, clocked) =>
    unsupplied === undefined || board.powered
      ? board.transferSpi(out, clocked - out.length)
      : unsupplied(out, clocked);
  const nest = nestOn(wires, {}, duplex, clock);
  const control: BoardControl = {
    ...nest.control,
    stop: async () => board.powerOff(),
    start: async () => {
      await clock.sleep(relayMs);
      board.powerOn();
      await clock.sleep(relayMs);
    },
  };
  return { board, nest: { ...nest, control } };
};
