import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIP_NAMES, CHIPS } from "../../libs/chips/chips.ts";
import { BAUD_RATES } from "../../libs/recipe/recipe-schema.ts";
import { type Dice, diceOf } from "../../libs/simulator/dice.ts";
import type { ChaosCase, ImageChoice, Previous, RecipeChoice, WiringChoice } from "./chaos-case.ts";
import { drawTroubles } from "./draw-troubles.ts";

/** Few sizes, so that images can be kept for other cases. */
const CODE_BYTES: readonly number[] = [512, 6000, 30_000, 30_000, 120_000, 120_000, 500_000];
const FORMATS: readonly ImageChoice["format"][] = ["rbl", "qio", "uf2"];
const NO_UF2 = FORMATS.filter((format) => format !== "uf2");
const OFF_MS: readonly number[] = [50, 100, 500];
const ADAPTER_LIMITS: readonly number[] = [115_200, 460_800, 500_000, 921_600];

/** Case `number` of the round with this seed. */
export const drawCase = (seed: number, number: number): ChaosCase => {
  const dice = diceOf(seed, number);
  const chip = dice.pick(CHIP_NAMES);
  const flashBytes = dice.pick(CHIPS[chip].flashSizes);
  const image = drawImage(dice, chip);
  const wiring = drawWiring(dice);
  const recipe = drawRecipe(dice, { chip, image, wiring });
  const previous = drawPrevious(dice, { chip, image, wiring });
  const troubles = drawTroubles(dice, { chip, flashBytes, image, recipe, wiring });
  const own = dice.chance(0.25) ? "given" : "none";
  return {
    ...{ seed, number, chip, flashBytes, image, previous, wiring, troubles },
    recipe: { ...recipe, own },
  };
};

const drawImage = (dice: Dice, chip: ChipName): ImageChoice => ({
  format: dice.pick(CHIPS[chip].image.uf2Family === undefined ? NO_UF2 : FORMATS),
  seed: 1,
  bytes: dice.pick(CODE_BYTES),
  version: dice.chance(0.3) ? libreTinyVersion(chip) : "1.18.0",
});

/** An application that can be restarted by a link check, as LibreTiny's can. */
const libreTinyVersion = (chip: ChipName): string => `1.9.1-${chip}`;

const drawWiring = (dice: Dice): WiringChoice => ({
  control: dice.pick(["power", "power", "power", "power", "reset-line", "none"]),
  logPort: dice.pick(["wired", "wired", "wired", "flash", "absent"]),
  offMs: dice.pick(OFF_MS),
  fastestBaud: dice.chance(0.3) ? dice.pick(ADAPTER_LIMITS) : undefined,
});

/** Drawn last, so that boards of older rounds stay what they were. */
type SharedRecipe = Omit<RecipeChoice, "own">;

interface Setting {
  readonly chip: ChipName;
  readonly image: ImageChoice;
  readonly wiring: WiringChoice;
}

const drawRecipe = (dice: Dice, { chip, image, wiring }: Setting): SharedRecipe => {
  const mayWriteBootloader = image.format === "qio" && CHIPS[chip].download.hasRomDownloadMode;
  return {
    baud: dice.pick(BAUD_RATES),
    bootloader: mayWriteBootloader && dice.chance(0.5) ? "write" : "keep",
    backup: dice.chance(0.05) ? "whole" : "none",
    write: dice.pick(["all", "changed"]),
    verify: dice.chance(0.8) ? "crc" : "readback",
    protection: dice.chance(0.8) ? "open" : "closed",
    linkAttempts: dice.whole(1, 3),
    expect: wiring.logPort !== "absent" && dice.chance(0.6) ? image.version : undefined,
  };
};

/** Where nothing can restart the board, its application has to do it. */
const drawPrevious = (dice: Dice, { chip, image, wiring }: Setting): Previous => {
  if (wiring.control === "none") {
    return { kind: "image", image: { ...image, seed: 2, version: libreTinyVersion(chip) } };
  }
  const older = { ...image, seed: 2, version: "1.0.0" };
  return dice.pick<Previous>([
    { kind: "factory" },
    { kind: "factory" },
    { kind: "image", image },
    { kind: "image", image: older },
    { kind: "torn", image, bytes: Math.round(dice.size(1, image.bytes)) },
  ]);
};
