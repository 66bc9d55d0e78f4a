import type { Hardware } from "./chip-core.ts";
import { type Fault, findFault, isFault } from "./fault.ts";
import {
  type FlashTiming,
  INSTANT_FLASH_TIMING,
  TYPICAL_FLASH_TIMING,
  WORST_FLASH_TIMING,
} from "./flash-timing.ts";
import type { Disturb } from "./line-faults.ts";
import { type JedecId, NorFlash } from "./nor-flash.ts";
import type { Personality } from "./personality.ts";
import type { Random } from "./random.ts";
import { ReceiveLine, type WireSpeed } from "./receive-line.ts";
import { spoilBootloader } from "./spoil-bootloader.ts";
import { StatusRegister } from "./status-register.ts";
import { TransmitLine } from "./transmit-line.ts";

/** What a board's parts are made of. */
export interface HardwareOptions {
  readonly personality: Personality;
  /** Contents of the flash; shorter ones are filled up with FF. */
  readonly flash: Uint8Array;
  readonly faults: readonly Fault[];
  readonly speed: WireSpeed;
  /** Typical if absent; not used at speed "instant". */
  readonly timing: FlashTiming | undefined;
  readonly random: Random;
  /** What happens to bytes on UART1. */
  readonly disturb: Disturb;
}

/** Solders a board together. */
export const assembleHardware = (options: HardwareOptions): Hardware => {
  const { personality, faults, speed, random, disturb } = options;
  return {
    flash: makeFlash(options),
    timing: timingOf(options),
    receive: new ReceiveLine(speed, random, disturb),
    transmit: new TransmitLine(speed, disturb),
    log: new TransmitLine(speed, (piece) => [piece]),
    faults,
    spent: new Set(),
    random,
    appStart: personality.appStart,
  };
};

const timingOf = ({ speed, faults, timing }: HardwareOptions): FlashTiming => {
  if (speed === "instant") return INSTANT_FLASH_TIMING;
  if (findFault(faults, "worst-flash") !== undefined) return WORST_FLASH_TIMING;
  return timing ?? TYPICAL_FLASH_TIMING;
};

const makeFlash = ({ personality, faults, flash }: HardwareOptions): NorFlash => {
  const isDead = findFault(faults, "dead-flash") !== undefined;
  const isBlank = findFault(faults, "blank-flash") !== undefined;
  const contents = new Uint8Array(flashBytesFor(flash.length, personality)).fill(isDead ? 0 : 0xff);
  if (!isDead && !isBlank) contents.set(flash.subarray(0, contents.length));
  if (!isDead) spoilBootloader(contents, personality, faults);
  const quirk = (["sr-trap", "sr-locked", "wip-stuck"] as const).find(
    (name) => findFault(faults, name) !== undefined,
  );
  const part = findFault(faults, "flash-part");
  const ignores = isDead || findFault(faults, "protected") !== undefined;
  return new NorFlash(contents, {
    id: isDead ? [0, 0, 0] : (part?.id ?? idOfSize(contents.length)),
    status: new StatusRegister(
      isDead ? 0 : (part?.status ?? personality.factoryStatus),
      part?.wiring ?? "usual",
      quirk,
    ),
    stuck: faults.filter(isFault("stuck")),
    changes: ignores ? "ignored" : "made",
  });
};

/** JEDEC id of the TH25Q family; with 2 MiB a TH25Q16HB. */
const idOfSize = (bytes: number): JedecId => [0xeb, 0x60, Math.log2(bytes)];

/** The size of flash that contents were made for; the chip's usual one if they fit none. */
const flashBytesFor = (bytes: number, { flashSizes }: Personality): number =>
  flashSizes.find((size) => size === bytes) ?? flashSizes[0];
