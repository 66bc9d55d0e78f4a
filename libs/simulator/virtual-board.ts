import type { ChipName } from "../chips/chip.ts";
import type { Clock } from "../clock/clock.ts";
import { BitFlips } from "./bit-flips.ts";
import type { ResetReason } from "./boot-log.ts";
import type { Hardware } from "./chip-core.ts";
import { type Fault, findFault } from "./fault.ts";
import { type FlashTiming, INSTANT_FLASH_TIMING, TYPICAL_FLASH_TIMING } from "./flash-timing.ts";
import { type FlashChange, NorFlash } from "./nor-flash.ts";
import { PERSONALITIES } from "./personalities.ts";
import type { Personality } from "./personality.ts";
import { type Random, seededRandom } from "./random.ts";
import { ReceiveLine, type WireSpeed } from "./receive-line.ts";
import { RunningChip } from "./running-chip.ts";
import { TransmitLine, type TransmitListener } from "./transmit-line.ts";

/** What a simulated board is made of. */
export interface VirtualBoardOptions {
  readonly chip: ChipName;
  readonly clock: Clock;
  /** Contents of its flash; shorter ones are filled up with FF. Blank if absent. */
  readonly flash?: Uint8Array | undefined;
  readonly faults?: readonly Fault[] | undefined;
  /** "instant": wire and flash take no time; windows and delays stay as they are. */
  readonly speed?: WireSpeed | undefined;
  /** Typical if absent; not used at speed "instant". */
  readonly timing?: FlashTiming | undefined;
  /** Repeats random faults and garbage. */
  readonly seed?: number | undefined;
}

/**
 * A simulated board at byte level: power, reset, UART1, UART2 and a flash. Everything it does is
 * computed in chip time from the wire's own schedule, with one timer for the next thing that shows.
 */
export class VirtualBoard {
  readonly chip: ChipName;
  readonly #clock: Clock;
  readonly #personality: Personality;
  readonly #hardware: Hardware;
  readonly #flips: BitFlips | undefined;
  #isPowered = false;
  #isHeld = false;
  #running: RunningChip | undefined;
  #timer: Disposable | undefined;

  constructor(options: VirtualBoardOptions) {
    const random = seededRandom(options.seed ?? 1);
    this.chip = options.chip;
    this.#clock = options.clock;
    this.#personality = PERSONALITIES[options.chip];
    this.#hardware = assemble(options, this.#personality, random);
    const flips = findFault(options.faults ?? [], "flips");
    this.#flips = flips === undefined ? undefined : new BitFlips(flips.rate, random);
  }

  get powered(): boolean {
    return this.#isPowered;
  }

  /** The flash itself, as of this moment; what is written into it is there. */
  get flash(): Uint8Array {
    this.#advance();
    return this.#hardware.flash.bytes;
  }

  /** Equal numbers mean that the flash was not changed in between. */
  get flashChanges(): number {
    this.#advance();
    return this.#hardware.flash.changes;
  }

  /** Every change of the flash from now on. */
  onFlashChange(listener: (change: FlashChange) => void): Disposable {
    return this.#hardware.flash.onChange(listener);
  }

  powerOn(): void {
    if (this.#isPowered) return;
    this.#advance();
    this.#isPowered = true;
    if (!this.#isHeld) this.#start(this.#clock.now(), "power-on");
    this.#arm();
  }

  /** At once, whatever the board was doing: a page or sector in work stays half done. */
  powerOff(): void {
    if (!this.#isPowered) return;
    this.#advance();
    this.#isPowered = false;
    this.#stop(this.#clock.now());
  }

  /** CEN low: as good as no power. */
  resetHold(): void {
    if (this.#isHeld) return;
    this.#advance();
    this.#isHeld = true;
    this.#stop(this.#clock.now());
  }

  resetRelease(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    if (this.#isPowered) this.#start(this.#clock.now(), "power-on");
    this.#arm();
  }

  /** The host sends on UART1 with its adapter at `baud`. */
  receive(chunk: Uint8Array, baud: number): void {
    this.#advance();
    const { receive } = this.#hardware;
    const now = this.#clock.now();
    if (this.#running === undefined) receive.drop(receive.arrivedBy(now));
    receive.push(this.#flips?.pass(chunk) ?? chunk, baud, now);
    this.#arm();
  }

  /** Bytes of UART1, each part when its last byte has arrived, with the rate they were sent at. */
  onTransmit(listener: TransmitListener): Disposable {
    return this.#hardware.transmit.listen((bytes, baud) =>
      listener(this.#flips?.pass(bytes) ?? bytes, baud),
    );
  }

  /** Bytes of UART2. */
  onLog(listener: TransmitListener): Disposable {
    return this.#hardware.log.listen(listener);
  }

  #start(at: number, reason: ResetReason): void {
    this.#running = new RunningChip(this.#hardware, this.#personality, at, reason);
  }

  #stop(at: number): void {
    this.#running = undefined;
    this.#timer?.[Symbol.dispose]();
    this.#hardware.flash.cut(at);
    this.#hardware.transmit.cut(at);
    this.#hardware.log.cut(at);
  }

  /** Lets everything happen that is due by now. */
  #advance(): void {
    const now = this.#clock.now();
    for (;;) {
      this.#running?.advanceTo(now);
      const ending = this.#running?.ending;
      if (ending === undefined || ending.at > now) break;
      this.#stop(ending.at);
      if (ending.kind === "reset") this.#start(ending.at, ending.reason);
    }
    this.#hardware.flash.settle(now);
    this.#hardware.transmit.deliver(now);
    this.#hardware.log.deliver(now);
  }

  /** One timer for the next thing that shows. */
  #arm(): void {
    this.#timer?.[Symbol.dispose]();
    const { transmit, log } = this.#hardware;
    const due = Math.min(this.#running?.nextDue ?? Infinity, transmit.nextDue, log.nextDue);
    if (due === Infinity) return;
    this.#timer = this.#clock.after(Math.max(0, due - this.#clock.now()), () => {
      this.#advance();
      this.#arm();
    });
  }
}

/** The size of flash that contents were made for; the chip's usual one if they fit none. */
const flashBytesFor = (bytes: number, { flashSizes }: Personality): number =>
  flashSizes.find((size) => size === bytes) ?? flashSizes[0];

const assemble = (
  options: VirtualBoardOptions,
  personality: Personality,
  random: Random,
): Hardware => {
  const speed = options.speed ?? "real";
  const faults = options.faults ?? [];
  const given = options.flash ?? new Uint8Array(0);
  const contents = new Uint8Array(flashBytesFor(given.length, personality)).fill(0xff);
  contents.set(given.subarray(0, contents.length));
  return {
    flash: new NorFlash(contents, {
      statusRegister: personality.factoryStatus,
      stuck: faults.filter((fault) => fault.kind === "stuck"),
      changes: findFault(faults, "protected") === undefined ? "made" : "ignored",
    }),
    timing: speed === "instant" ? INSTANT_FLASH_TIMING : (options.timing ?? TYPICAL_FLASH_TIMING),
    receive: new ReceiveLine(speed, random),
    transmit: new TransmitLine(speed),
    log: new TransmitLine(speed),
    faults,
    random,
    appStart: personality.appStart,
  };
};
