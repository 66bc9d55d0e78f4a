import { CHIPS } from "../../../libs/chips/chips.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import type { BoardControl } from "../../../libs/fixture/fixture.ts";
import type { SpiNest } from "../../../libs/spi/enter-spi-mode.ts";
import type { SpiBus } from "../../../libs/spi/spi-bus.ts";

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
): SpiNest & { readonly clock: VirtualClock } => {
  const clock = new VirtualClock();
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
