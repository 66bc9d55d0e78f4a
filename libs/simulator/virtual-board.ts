import type { Range } from "../bytes/ranges.ts";
import type { ChipName } from "../chips/chip.ts";
import type { Clock } from "../clock/clock.ts";
import { assembleHardware } from "./assemble-hardware.ts";
import type { ResetReason } from "./boot-log.ts";
import type { Hardware } from "./chip-core.ts";
import { type Fault, type FaultName, findFault } from "./fault.ts";
import type { FlashTiming } from "./flash-timing.ts";
import type { FlashChange } from "./nor-flash.ts";
import { personalityOf } from "./personalities.ts";
import type { Personality } from "./personality.ts";
import { seededRandom } from "./random.ts";
import type { WireSpeed } from "./receive-line.ts";
import { RunningChip } from "./running-chip.ts";
import { SelfReset } from "./self-reset.ts";
import { SpiPins } from "./spi-pins.ts";
import type { TransmitListener } from "./transmit-line.ts";
import { UartTrouble } from "./uart-trouble.ts";

/** Of zeros, which hold the line low nine parts of ten: what is left in its capacitors lasts as long as 100 ms of them at 115200 baud. */
const STARVING_BYTES = 1152;

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
  /** "itself": starts again for a host that it has not understood for 1 s. By default it is not. */
  readonly resets?: "from-outside" | "itself" | undefined;
}

/**
 * A simulated board at byte level: power, reset, UART1, UART2, SPI and a flash. Everything it does is
 * computed in chip time from the wire's own schedule, with one timer for the next thing that shows.
 */
export class VirtualBoard {
  readonly chip: ChipName;
  readonly #clock: Clock;
  readonly #personality: Personality;
  readonly #hardware: Hardware;
  readonly #uart: UartTrouble;
  readonly #selfReset: SelfReset | undefined;
  readonly #spi: SpiPins;
  #isPowered = false;
  #isHeld: boolean;
  /** How long the chip lives on without supply, and until when it does so now. */
  readonly #chargeMs: number;
  #chargedUntil: number | undefined;
  /** Zeros in a row that arrived since. */
  #lowBytes = 0;
  #running: RunningChip | undefined;
  #timer: Disposable | undefined;

  constructor(options: VirtualBoardOptions) {
    const random = seededRandom(options.seed ?? 1);
    const { chip, clock, faults = [], flash = new Uint8Array(0), speed = "real", timing } = options;
    this.chip = chip;
    this.#clock = clock;
    this.#personality = personalityOf(chip, faults);
    this.#uart = new UartTrouble(faults, random);
    const { disturb } = this.#uart;
    const personality = this.#personality;
    this.#hardware = assembleHardware({
      ...{ personality, faults, flash, speed, timing, random, disturb },
    });
    this.#spi = new SpiPins(this.#hardware, personality.hasSpiMode);
    this.#isHeld = this.#has("reset-held");
    this.#chargeMs = findFault(faults, "holds-charge")?.ms ?? 0;
    this.#selfReset = options.resets === "itself" ? new SelfReset() : undefined;
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

  /** The flash's status register as of this moment, SR1 in the low byte. */
  get flashStatus(): number {
    this.#advance();
    return this.#hardware.flash.status.read(this.#clock.now());
  }

  /** Every change of the flash from now on. */
  onFlashChange(listener: (change: FlashChange) => void): Disposable {
    return this.#hardware.flash.onChange(listener);
  }

  /** Every range that the chip tells its host a CRC of, from now on. */
  onFlashSum(listener: (range: Range) => void): Disposable {
    return this.#hardware.flash.onSum(listener);
  }

  powerOn(): void {
    if (this.#isPowered) return;
    this.#advance();
    this.#isPowered = true;
    const livesOn = this.#chargedUntil !== undefined;
    this.#chargedUntil = undefined;
    if (!livesOn) this.#powerUp();
    this.#arm();
  }

  /** At once, whatever the board was doing: a page or sector in work stays half done. */
  powerOff(): void {
    if (!this.#isPowered) return;
    this.#advance();
    this.#isPowered = false;
    this.#chargedUntil = this.#clock.now() + this.#chargeMs;
    this.#advance();
    this.#arm();
  }

  /** CEN low: as good as no power. */
  resetHold(): void {
    if (this.#isHeld) return;
    this.#advance();
    this.#isHeld = true;
    this.#stop(this.#clock.now());
  }

  resetRelease(): void {
    if (!this.#isHeld || this.#has("reset-held")) return;
    this.#isHeld = false;
    if (this.#isPowered) this.#start(this.#clock.now(), "power-on");
    this.#arm();
  }

  /** The host sends on UART1 with its adapter at `baud`. */
  receive(chunk: Uint8Array, baud: number): void {
    this.#advance();
    const { receive } = this.#hardware;
    const now = this.#clock.now();
    this.#starve(chunk, now);
    if (this.#running !== undefined && this.#selfReset?.isDue(this.#running, now) === true) {
      this.#stop(now);
      this.#start(now, "power-on");
    }
    if (this.#running === undefined) receive.drop(receive.arrivedBy(now));
    receive.push(this.#uart.toChip(chunk, baud), baud, now);
    this.#arm();
  }

  /**
   * The host selects the chip on its SPI pins, sends `out` and clocks `read` more bytes.
   * @returns what was on MISO meanwhile, `out.length + read` bytes.
   */
  transferSpi(out: Uint8Array, read: number): Uint8Array {
    this.#advance();
    const now = this.#clock.now();
    const wasCalled = this.#spi.isCalled;
    const miso = this.#spi.transfer(out, read, now);
    if (!wasCalled && this.#spi.isCalled) this.#halt(now);
    if (this.#spi.hasDied) this.#stop(now);
    return miso;
  }

  /** What lives on over its RX line dies when the host holds that low. */
  #starve(chunk: Uint8Array, now: number): void {
    if (this.#chargedUntil === undefined) return;
    // What was sent before may come in one piece with the zeros.
    const last = chunk.findLastIndex((byte) => byte !== 0);
    this.#lowBytes = last < 0 ? this.#lowBytes + chunk.length : chunk.length - 1 - last;
    if (this.#lowBytes < STARVING_BYTES) return;
    this.#chargedUntil = now;
    this.#advance();
  }

  /** Bytes of UART1, each part when its last byte has arrived, with the rate they were sent at. */
  onTransmit(listener: TransmitListener): Disposable {
    const { transmit, log } = this.#hardware;
    if (this.#has("wrong-uart")) return log.listen(listener);
    return transmit.listen((bytes, baud) => {
      const passed = this.#uart.toHost(bytes, baud);
      if (passed.length > 0) listener(passed, baud);
    });
  }

  /** Bytes of UART2. */
  onLog(listener: TransmitListener): Disposable {
    return this.#hardware.log.listen(listener);
  }

  #has(fault: FaultName): boolean {
    return findFault(this.#hardware.faults, fault) !== undefined;
  }

  #powerUp(): void {
    const now = this.#clock.now();
    this.#hardware.flash.status.powerLost();
    this.#uart.wake(now);
    if (!this.#isHeld) this.#start(now, "power-on");
  }

  #start(at: number, reason: ResetReason): void {
    this.#running = new RunningChip(this.#hardware, this.#personality, at, reason);
    this.#spi.start(at, reason);
  }

  #stop(at: number): void {
    this.#halt(at);
    this.#spi.stop();
    this.#hardware.flash.cut(at);
  }

  /** The CPU stands still; what it was saying is cut off. */
  #halt(at: number): void {
    this.#running = undefined;
    this.#timer?.[Symbol.dispose]();
    this.#hardware.transmit.cut(at);
    this.#hardware.log.cut(at);
  }

  /** Lets everything happen that is due by now. */
  #advance(): void {
    const now = this.#clock.now();
    const endOfCharge = this.#chargedUntil ?? Infinity;
    this.#advanceChip(Math.min(now, endOfCharge));
    if (endOfCharge <= now) {
      this.#chargedUntil = undefined;
      this.#stop(endOfCharge);
    }
    this.#hardware.flash.settle(now);
    this.#hardware.transmit.deliver(now);
    this.#hardware.log.deliver(now);
  }

  #advanceChip(now: number): void {
    if (this.#isPowered) this.#uart.chatter(this.#hardware, now);
    for (;;) {
      this.#running?.advanceTo(now);
      const ending = this.#running?.ending;
      if (ending === undefined || ending.at > now) return;
      this.#stop(ending.at);
      if (ending.kind === "reset") this.#start(ending.at, ending.reason);
    }
  }

  /** When the next thing shows. */
  get #nextDue(): number {
    const { transmit, log } = this.#hardware;
    return Math.min(
      this.#running?.nextDue ?? Infinity,
      transmit.nextDue,
      log.nextDue,
      this.#chargedUntil ?? Infinity,
      this.#isPowered ? this.#uart.nextDue : Infinity,
    );
  }

  /** One timer for the next thing that shows. */
  #arm(): void {
    this.#timer?.[Symbol.dispose]();
    const due = this.#nextDue;
    if (due === Infinity) return;
    this.#timer = this.#clock.after(Math.max(0, due - this.#clock.now()), () => {
      this.#advance();
      this.#arm();
    });
  }
}
