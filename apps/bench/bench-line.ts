import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Chip, ChipName } from "../../libs/chips/chip.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import { buildUf2 } from "../../libs/firmware/build-image.ts";
import type { FlashPlan } from "../../libs/firmware/flash-plan.ts";
import { planImages } from "../../libs/firmware/plan-images.ts";

/** Of every board, in baud. */
export const BENCH_BAUD = 921600;

/** The kinds of board on the line, in turn: one with its download mode in ROM, one without. */
export const BENCH_CHIPS = ["bk7231n", "bk7231t"] as const satisfies readonly ChipName[];

type BenchChip = (typeof BENCH_CHIPS)[number];

/** What one kind of board gets. */
export interface BenchLoad {
  readonly chip: Chip;
  readonly image: Uint8Array;
  readonly plan: FlashPlan;
}

/** What each kind of board gets. */
export type BenchLoads = Readonly<Record<BenchChip, BenchLoad>>;

const VERSION = "1.18.0";

/** A generated LibreTiny UF2 of `appBytes` of code for each chip, and its plan. */
export const makeLoads = (appBytes: number): BenchLoads => ({
  bk7231n: makeLoad(CHIPS.bk7231n, appBytes),
  bk7231t: makeLoad(CHIPS.bk7231t, appBytes),
});

const makeLoad = (chip: Chip, bytes: number): BenchLoad => {
  const image = buildUf2({ chip: chip.name, seed: 1, bytes, version: VERSION });
  const file = imageName(chip.name);
  const planned = planImages([{ file, bytes: image }], chip, { bootloader: "keep" });
  if (!planned.ok) throw new Error(`${file} is refused: ${planned.refusal.code}`);
  return { chip, image, plan: planned.plan };
};

/**
 * Writes images, recipes and a jig of `fixtures` virtual nests, chips in turn, into `folder`.
 * @returns the jig's path.
 */
export const writeBenchLine = async (
  folder: string,
  fixtures: number,
  loads: BenchLoads,
): Promise<string> => {
  await mkdir(folder, { recursive: true });
  for (const chip of BENCH_CHIPS) {
    await writeFile(join(folder, imageName(chip)), loads[chip].image);
    await writeFile(join(folder, recipeName(chip)), stringify(recipeOf(chip)));
  }
  const path = join(folder, "jig.yaml");
  await writeFile(path, stringify(jigOf(fixtures)));
  return path;
};

const imageName = (chip: ChipName): string => `${chip}.uf2`;
const recipeName = (chip: ChipName): string => `${chip}.yaml`;

const recipeOf = (chip: ChipName): object => ({
  recipe: `bench-${chip}`,
  chip,
  baud: BENCH_BAUD,
  images: [{ file: imageName(chip) }],
  boot: { on: "log", expect: VERSION, within: "5s" },
  retries: 0,
});

const jigOf = (fixtures: number): object => ({
  jig: "bench",
  trigger: "auto",
  fixtures: Array.from({ length: fixtures }, (_, index) => {
    const chip = BENCH_CHIPS[index % BENCH_CHIPS.length] ?? "bk7231n";
    return {
      id: `F${String(index + 1).padStart(2, "0")}`,
      recipe: recipeName(chip),
      virtual: { chip },
    };
  }),
});
