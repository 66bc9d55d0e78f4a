import { createHash } from "node:crypto";
import type { Range } from "../../libs/bytes/ranges.ts";
import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import { buildFactoryFlash, buildUf2 } from "../../libs/firmware/build-image.ts";
import { planImages } from "../../libs/firmware/plan-images.ts";
import type { CrashCase, CrashNest } from "./crash-case.ts";
import type { RoundPlace } from "./round-place.ts";

/** A flash as it has to be after a PASS. */
export interface WantedFlash {
  readonly planned: readonly Range[];
  /** SHA-256 of the whole of it, in hex. */
  readonly sha256: string;
}

/** By nest, what its board's flash has to be after a PASS. */
export type WantedFlashes = ReadonlyMap<string, WantedFlash>;

const VERSION = "1.18.0";
/** Small: at true wire time a board takes about two seconds. */
const APP_BYTES = 20_000;

/**
 * What every board without a MAC of its own answers to: a nest's one board then serves for all serials,
 * whose runs are told apart by when they were.
 */
const NO_MAC = "c8478c000000";

/**
 * Writes images of `appBytes` of code, recipes, and what the boards hold at first; tells what they have to
 * hold in the end.
 */
export const writeBoards = (
  place: RoundPlace,
  { nests }: Pick<CrashCase, "nests">,
  appBytes = APP_BYTES,
): WantedFlashes => {
  const chips = [...new Set(nests.map(({ chip }) => chip))];
  const wanted = new Map(chips.map((chip) => [chip, writeBoard(place, chip, appBytes)]));
  return new Map(
    nests.flatMap(({ id, chip }) => {
      const flash = wanted.get(chip);
      return flash === undefined ? [] : [[id, flash] as const];
    }),
  );
};

const writeBoard = (place: RoundPlace, chip: ChipName, appBytes: number): WantedFlash => {
  const file = `${chip}.uf2`;
  const bytes = buildUf2({ chip, seed: 1, bytes: appBytes, version: VERSION });
  place.write(file, bytes);
  const boot = { on: "log", expect: VERSION, within: "10s" };
  place.write(recipeName(chip), {
    recipe: `crash-${chip}`,
    chip,
    images: [{ file }],
    boot,
    calibration: "any",
  });
  const flash = buildFactoryFlash({ chip, seed: 1, mac: NO_MAC });
  place.write(flashName(chip), flash);
  const planned = planImages([{ file, bytes }], CHIPS[chip], { bootloader: "keep" });
  if (!planned.ok) throw new Error(`${file} is refused: ${planned.refusal.code}`);
  const { regions } = planned.plan;
  for (const region of regions) flash.set(region.bytes, region.start);
  return {
    planned: regions.map(({ start, bytes: own }) => ({ start, end: start + own.length })),
    sha256: createHash("sha256").update(flash).digest("hex"),
  };
};

/** File in the round's folder. */
export const recipeName = (chip: ChipName): string => `${chip}.yaml`;

const flashName = (chip: ChipName): string => `${chip}.bin`;

/** Writes the jig of the simulated nests; returns its path. */
export const writeSimulatedJig = (place: RoundPlace, nests: readonly CrashNest[]): string =>
  place.write("simulated.yaml", {
    jig: "simulated",
    trigger: "auto",
    fixtures: nests.map(({ id, chip, faults }) => ({
      id,
      virtual: { chip, faults, flash: place.path(flashName(chip)) },
    })),
  });
