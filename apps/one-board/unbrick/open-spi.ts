import type { Chip } from "../../../libs/chips/chip.ts";
import type { Clock } from "../../../libs/clock/clock.ts";
import { printable } from "../../../libs/failure/printable.ts";
import { StationError } from "../../../libs/failure/station-error.ts";
import { StepError } from "../../../libs/failure/step-error.ts";
import type { BoardControl } from "../../../libs/fixture/fixture.ts";
import type { SpiConfig, WiredFixture } from "../../../libs/jig/jig.ts";
import { runCommand } from "../../../libs/power/run-command.ts";
import { enterSpiMode } from "../../../libs/spi/enter-spi-mode.ts";
import { openSerprogBus } from "../../../libs/spi/serprog-bus.ts";
import { serprogPlaceOf } from "../../../libs/spi/serprog-place.ts";
import type { SpiBus } from "../../../libs/spi/spi-bus.ts";

/** The way to a chip in SPI mode. */
export interface SpiWay {
  /** As flashrom's option `-p` takes it. */
  readonly programmer: string;
  /** Of the bus; null where it is not known. */
  readonly bitsPerSecond: number | null;
  /**
   * Restarts the board into SPI mode and lets go of the bus. `flashId`: null where only flashrom can ask.
   * Rejects with `StepError`, or the signal's reason.
   */
  enter(signal: AbortSignal): Promise<{ readonly flashId: string | null }>;
}

/** What a way is made of. */
export interface SpiParts {
  readonly wired: Pick<WiredFixture, "id" | "spi" | "power">;
  readonly control: BoardControl;
  readonly clock: Clock;
  readonly chip: Chip;
}

/** A simulated bus takes no time. */
const SIMULATED_BITS_PER_SECOND = 8_000_000;

/** The way that a nest's `spi` describes. Throws `StationError` where it has none. */
export const spiWayOf = (parts: SpiParts): SpiWay => {
  const { id, spi, power } = parts.wired;
  if (spi === undefined) throw new StationError(`${id} has no way to its chip over SPI.`);
  const simulated = power.kind === "virtual" ? SIMULATED_BITS_PER_SECOND : null;
  const bitsPerSecond = speedOf(spi) ?? simulated;
  const programmer = programmerOf(spi);
  if ("programmer" in spi && spi.enter !== undefined) {
    const argv = spi.enter;
    return { programmer, bitsPerSecond, enter: (signal) => enterBy(argv, parts, signal) };
  }
  return { programmer, bitsPerSecond, enter: (signal) => enterOurselves(spi, parts, signal) };
};

const programmerOf = (spi: SpiConfig): string =>
  "device" in spi ? `linux_spi:dev=${spi.device},spispeed=${spi.speedHz / 1000}` : spi.programmer;

const speedOf = (spi: SpiConfig): number | undefined =>
  "device" in spi ? spi.speedHz : serprogPlaceOf(spi.programmer)?.speedHz;

const openBus = async (spi: SpiConfig, clock: Clock): Promise<SpiBus> => {
  if ("device" in spi) {
    const { openSpidevBus } = await import("../../../libs/spi/spidev-bus.ts");
    return await openSpidevBus(spi);
  }
  const place = serprogPlaceOf(spi.programmer);
  if (place !== undefined) return await openSerprogBus(place, clock);
  const reason = "it needs a program that puts the chip into SPI mode: `enter` in the jig file";
  throw new StepError({ code: "spi-failed", bus: spi.programmer, reason });
};

const enterOurselves = async (
  spi: SpiConfig,
  { control, clock, chip }: SpiParts,
  signal: AbortSignal,
): Promise<{ readonly flashId: string }> => {
  // flashrom is the next on the bus.
  await using bus = await openBus(spi, clock);
  return await enterSpiMode({ bus, control, clock, chip }, signal);
};

/** CEN low or power off, as two tools have it (uart-protocol.md section 9). */
const OFF_MS = 1000;
/** The program calls the chip by then: its window opens with its start. */
const HEAD_START_MS = 300;

const enterBy = async (
  argv: readonly string[],
  { control, clock }: SpiParts,
  signal: AbortSignal,
): Promise<{ readonly flashId: null }> => {
  await control.stop();
  await clock.sleep(Math.max(control.offMs, OFF_MS), signal);
  await control.awaitTurn();
  const program = runCommand(argv, clock, "ended").catch((error: unknown) => {
    const said = error instanceof Error ? error.message : String(error);
    const reason = printable(`the program that enters SPI mode ${said}`, 300);
    throw new StepError({ code: "spi-failed", bus: argv[0] ?? "", reason }, { cause: error });
  });
  const start = clock.sleep(HEAD_START_MS, signal).then(() => control.start());
  // Both to their end: a board must not be started when its run is over.
  const ends = await Promise.allSettled([program, start]);
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  control.settled();
  return { flashId: null };
};
