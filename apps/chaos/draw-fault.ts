import { hexAddress } from "../../libs/bytes/hex.ts";
import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import { FLASH_PARTS } from "../../libs/chips/flash-parts.ts";
import type { Dice } from "../../libs/simulator/dice.ts";
import type { FaultName } from "../../libs/simulator/fault.ts";
import { FAULT_FORMS } from "../../libs/simulator/fault-forms.ts";
import { STATUS_WIRINGS } from "../../libs/simulator/status-wiring.ts";

/** What a fault's parameters are drawn for. */
export interface FaultGround {
  readonly chip: ChipName;
  /** Of the board's flash. */
  readonly flashBytes: number;
  /** About how many bytes the run has to write. */
  readonly bytes: number;
}

type Parameters = readonly (string | number)[];
type DrawParameters = (dice: Dice, ground: FaultGround) => Parameters;

/** Most replies of a run that are worth losing one of. */
const REPLIES = 300;
/** Most CRCs and changes of rate that a run asks for, and a little more. */
const FEW = 12;
/** Long operation codes, the status of which may be wrong. */
const STATUS_OPS = ["0x07", "0x09", "0x0c", "0x0d", "0x0e", "0x0f"] as const;
const STRAY_MASKS = ["0x1000", "0x20000", "0x100000", "0x11000"] as const;
/** Known parts of 2 MiB: the last byte of an id is the capacity. */
const PARTS = FLASH_PARTS.map(({ id }) => id).filter((id) => id.endsWith("15"));
/** Between the rates that recipes have. */
const DEAF_ABOVE = [120_000, 300_000, 700_000, 1_200_000] as const;

const nothing: DrawParameters = () => [];

/** A number from `least` to `most`, with a digit behind the point. */
const size =
  (least: number, most: number): DrawParameters =>
  (dice) => [dice.size(least, most).toFixed(1)];

const count =
  (most: number): DrawParameters =>
  (dice) => [Math.round(dice.size(1, most))];

const share =
  (most: number): DrawParameters =>
  (dice) => [dice.size(1e-6, most).toExponential(1)];

/** Somewhere in the run's writing, sometimes behind its end. */
const bytesWritten: DrawParameters = (dice, { bytes }) => [
  hexAddress(Math.round(dice.size(1, bytes * 1.2))),
];

/** 32 hex digits. */
const randomKey = (dice: Dice): string =>
  Array.from({ length: 32 }, () => dice.whole(0, 15).toString(16)).join("");

const perhapsOnce =
  (draw: DrawParameters): DrawParameters =>
  (dice, ground) => [...draw(dice, ground), ...(dice.chance(0.5) ? ["once"] : [])];

const everyOrNth: DrawParameters = (dice, ground) =>
  dice.chance(0.5) ? [] : perhapsOnce(count(FEW))(dice, ground);

const nthReply = perhapsOnce(count(REPLIES));

/** The parameters of every fault, as a jig file writes them. The compiler asks for a row per fault. */
const PARAMETERS: Readonly<Record<FaultName, DrawParameters>> = {
  silent: nothing,
  deaf: nothing,
  mute: nothing,
  "wrong-uart": nothing,
  flips: share(1e-2),
  drops: share(1e-2),
  doubles: share(1e-2),
  loose: size(20, 20_000),
  chatter: size(20, 20_000),
  noise: count(200),
  "deaf-above": (dice) => [dice.pick(DEAF_ABOVE)],

  "dies-at": bytesWritten,
  "reboots-at": perhapsOnce(bytesWritten),
  "brown-out": perhapsOnce(bytesWritten),
  "holds-charge": size(1, 2000),
  "restarts-after": perhapsOnce(size(1, 20_000)),
  "reset-held": nothing,

  "dead-flash": nothing,
  "blank-flash": nothing,
  protected: nothing,
  "worst-flash": nothing,
  stuck: (dice, { chip, flashBytes }) => {
    const { appStart } = CHIPS[chip];
    const address = appStart + Math.floor(dice.size(1, flashBytes - appStart));
    return [hexAddress(address), 1 << dice.whole(0, 7)];
  },
  "slow-erase": size(0.5, 60),
  "slow-write": size(0.5, 400),
  "flash-part": (dice) => [dice.pick(PARTS), dice.pick(STATUS_WIRINGS), "0x1c"],
  "sr-trap": nothing,
  "sr-locked": nothing,
  "wip-stuck": nothing,
  stray: perhapsOnce((dice) => [Math.round(dice.size(1, REPLIES)), dice.pick(STRAY_MASKS)]),

  "wrong-chip": (dice) => [`0x${dice.whole(0, 0xffffffff).toString(16)}`],
  "efuse-key": (dice) => [dice.chance(0.5) ? "zero" : randomKey(dice)],
  bootloader: (dice) => [dice.pick(["1.0.1", "1.0.3", "1.0.4", "1.0.6"])],
  late: size(1, 3000),
  narrow: size(1, 300),
  "drops-reply": nthReply,
  "truncates-reply": nthReply,
  "wrong-crc": everyOrNth,
  "loses-baud-reply": everyOrNth,
  "garbles-baud-reply": everyOrNth,
  "hangs-at": nthReply,
  status: perhapsOnce((dice) => [
    dice.pick(STATUS_OPS),
    dice.whole(1, 8),
    Math.round(dice.size(1, REPLIES)),
  ]),
  echoes: nothing,

  "no-boot-line": nothing,
  "boot-silent": nothing,
  "boot-loop": size(1, 200),
  "app-crash": size(1, 200),
  "boots-other": () => ["0.0.1"],

  "no-bootloader": nothing,
  "half-bootloader": nothing,
  "foreign-bootloader": nothing,

  "spi-silent": nothing,
  "spi-id": (dice) => [dice.pick(PARTS)],
  "spi-dies-at": bytesWritten,
  "spi-protected": nothing,
};

/** Every fault a simulated board can have. */
export const FAULT_NAMES = Object.keys(FAULT_FORMS).filter(
  (name): name is FaultName => name in PARAMETERS,
);

/** One fault with random parameters, as a jig file writes it. */
export const drawFault = (name: FaultName, dice: Dice, ground: FaultGround): string =>
  [name, ...PARAMETERS[name](dice, ground)].join(":");
