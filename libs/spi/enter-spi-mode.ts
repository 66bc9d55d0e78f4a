import type { Chip } from "../chips/chip.ts";
import { type FlashPart, flashBytesOf, flashPartOf } from "../chips/flash-parts.ts";
import type { Clock } from "../clock/clock.ts";
import { StepError } from "../failure/step-error.ts";
import type { BoardControl } from "../fixture/fixture.ts";
import { believedId, entryFailure, type SpiMeeting } from "./entry-failure.ts";
import { liftProtection } from "./lift-protection.ts";
import { type JedecReading, readJedecId, readJedecOnce } from "./read-jedec-id.ts";
import type { SpiBus } from "./spi-bus.ts";
import type { SpiEntry } from "./spi-entry.ts";
import { burstOf, isEcho, SPI_PATTERNS, type SpiPattern } from "./spi-pattern.ts";

/** What entering SPI mode works on. */
export interface SpiNest {
  /** On the chip's P20 to P23. */
  readonly bus: SpiBus;
  /** What makes the board stop and start. */
  readonly control: BoardControl;
  readonly clock: Clock;
  /** The chip that the board should have. */
  readonly chip: Pick<Chip, "flashSizes">;
}

/** Restarts at most, by who does them: BK7231GUIFlashTool tries ten times, a person loses patience. */
const TRIES = { cycle: 10, operator: 3 } as const;

/** CEN low or power off: 100 ms do for one tool, two wait 1 s (uart-protocol.md section 9). */
const FIRST_OFF_MS = 250;
const LATER_OFF_MS = 1000;

/** How long a started chip is called, by who starts it. The window's true length is not known. */
const CALL_MS = { cycle: 300, operator: 20_000 } as const;
/** As many as BK7231GUIFlashTool sends, 250 bytes, before it asks for the id. */
const BURSTS = 10;
/** From the pattern to the first command that counts, as two tools wait. */
const SETTLE_MS = 100;

const NO_CONTROL = {
  code: "relay-failed",
  control: "power and reset",
  reason: "the jig file gives the fixture neither, and SPI mode begins with a restart",
} as const;

/**
 * Restarts the board and calls its chip while it starts, until its flash answers on the bus as a SPI NOR
 * (uart-protocol.md section 9), then opens that flash for changes. The board is left powered and in
 * SPI mode, which the next restart ends.
 * @throws StepError `spi-silent`, `spi-unstable` or `spi-wrong-flash` after several tries; `protected`, `spi-failed`,
 *   `relay-failed`, `port-*`. Rejects with the signal's reason when it is aborted.
 */
export const enterSpiMode = async (nest: SpiNest, signal?: AbortSignal): Promise<SpiEntry> => {
  const { control, clock, chip } = nest;
  const { means } = control;
  if (means === "none") throw new StepError(NO_CONTROL);
  const meetings: SpiMeeting[] = [];
  while (meetings.length < TRIES[means] && believedId(meetings) === undefined) {
    const pattern = SPI_PATTERNS[meetings.length % SPI_PATTERNS.length] ?? "d2";
    await control.stop();
    const offMs = meetings.length === 0 ? FIRST_OFF_MS : LATER_OFF_MS;
    await clock.sleep(Math.max(control.offMs, offMs), signal);
    await control.awaitTurn();
    const { reading, echo } = await startAndCall(nest, CALL_MS[means], pattern, signal);
    meetings.push({ reading, isEchoed: echo === "seen" });
    const part = partOf(reading, chip);
    if (part === undefined) continue;
    const statusFound = await liftProtection(nest.bus, part, clock, signal);
    const facts = { flashId: part.id, flashPart: part.name, flashBytes: part.bytes, statusFound };
    return { ...facts, tries: meetings.length, pattern, echo };
  }
  throw new StepError(entryFailure(meetings, chip.flashSizes[0]));
};

/** Only a known part of one of the chip's sizes is an answer: garbage, too, may be the same twice. */
const partOf = (
  reading: JedecReading,
  { flashSizes }: SpiNest["chip"],
): (FlashPart & { readonly bytes: number }) | undefined => {
  if (reading.kind !== "id") return undefined;
  const part = flashPartOf(reading.id);
  const bytes = flashBytesOf(reading.id);
  if (part === undefined || bytes === undefined || !flashSizes.includes(bytes)) return undefined;
  return { ...part, bytes };
};

/** Called also while the relay is still at it: some switch long before they say so. */
const startAndCall = async (
  { bus, control, clock, chip }: SpiNest,
  callMs: number,
  pattern: SpiPattern,
  signal: AbortSignal | undefined,
): Promise<Pick<SpiEntry, "echo"> & { readonly reading: JedecReading }> => {
  let until = Number.POSITIVE_INFINITY;
  const started = control.start().then(
    () => {
      until = clock.now() + callMs;
    },
    (error: unknown) => {
      until = Number.NEGATIVE_INFINITY;
      throw error;
    },
  );
  const isOver = async (): Promise<boolean> => {
    if (until === Number.POSITIVE_INFINITY) return false;
    // Floating wires look like anything, and a chip that has yet to be restarted is lost again.
    return partOf(await readJedecOnce(bus), chip) !== undefined || clock.now() >= until;
  };
  const called = callUntil(bus, isOver, pattern, signal);
  const [echo] = await Promise.all([called, started]);
  control.settled();
  await clock.sleep(SETTLE_MS, signal);
  return { echo, reading: await readJedecId(bus) };
};

/** Sends as much of the pattern as a tool would in one go, until `isOver`. */
const callUntil = async (
  bus: SpiBus,
  isOver: () => Promise<boolean>,
  pattern: SpiPattern,
  signal: AbortSignal | undefined,
): Promise<SpiEntry["echo"]> => {
  const burst = burstOf(pattern);
  let echo: SpiEntry["echo"] = "not-visible";
  do {
    signal?.throwIfAborted();
    for (let sent = 0; sent < BURSTS; sent += 1) {
      const { meanwhile } = await bus.transfer(burst, 0);
      if (meanwhile === undefined || echo === "seen") continue;
      echo = isEcho(burst, meanwhile) ? "seen" : "not-seen";
    }
  } while (!(await isOver()));
  return echo;
};
