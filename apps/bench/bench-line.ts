import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Chip } from "../../libs/chips/chip.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import { buildUf2 } from "../../libs/firmware/build-image.ts";
import type { FlashPlan } from "../../libs/firmware/flash-plan.ts";
import { planImages } from "../../libs/firmware/plan-images.ts";
import { factoryContents } from "../../libs/simulator/board-contents.ts";
import { BENCH_CHIPS, type BenchCase, type BenchChip } from "./bench-case.ts";

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
  bk7231n: makeLoad("bk7231n", appBytes),
  bk7231t: makeLoad("bk7231t", appBytes),
});

const makeLoad = (name: BenchChip, bytes: number): BenchLoad => {
  const image = buildUf2({ chip: name, seed: 1, bytes, version: VERSION });
  const chip = CHIPS[name];
  const file = imageName(name);
  const planned = planImages([{ file, bytes: image }], chip, { bootloader: "keep" });
  if (!planned.ok) throw new Error(`${file} is refused: ${planned.refusal.code}`);
  return { chip, image, plan: planned.plan };
};

/**
 * Writes images, recipes, and a jig of virtual nests, one for each board, into `folder`.
 * @returns the jig's path.
 */
export const writeBenchLine = async (
  folder: string,
  lot: BenchCase,
  loads: BenchLoads,
): Promise<string> => {
  await mkdir(folder, { recursive: true });
  for (const chip of BENCH_CHIPS) {
    await writeFile(join(folder, imageName(chip)), loads[chip].image);
    await writeFile(join(folder, recipeName(chip)), stringify(recipeOf(chip, lot)));
  }
  const nests = Array.from({ length: lot.boards }, (_, index) => nestOf(lot, index));
  if (lot.images === "unchanged") {
    for (const [index, { chip, flash }] of nests.entries()) {
      await writeFile(join(folder, flash), flashedContents(loads[chip], index + 1));
    }
  }
  const path = join(folder, "jig.yaml");
  await writeFile(path, stringify(jigOf(lot, nests)));
  return path;
};

interface BenchNest {
  readonly id: string;
  readonly chip: BenchChip;
  /** File with what its board holds. */
  readonly flash: string;
}

const nestOf = ({ chips }: BenchCase, index: number): BenchNest => {
  const id = `F${String(index + 1).padStart(2, "0")}`;
  return { id, chip: chips[index % chips.length] ?? BENCH_CHIPS[0], flash: `${id}.bin` };
};

/** A board that left the line with this very image. */
const flashedContents = ({ chip, plan }: BenchLoad, seed: number): Uint8Array => {
  const contents = factoryContents(chip.name, seed);
  for (const { start, bytes } of plan.regions) contents.set(bytes, start);
  return contents;
};

const imageName = (chip: BenchChip): string => `${chip}.uf2`;
const recipeName = (chip: BenchChip): string => `${chip}.yaml`;

const recipeOf = (chip: BenchChip, { baud, images }: BenchCase): object => ({
  recipe: `bench-${chip}`,
  chip,
  baud,
  images: [{ file: imageName(chip) }],
  write: images === "full" ? "all" : "changed",
  boot: { on: "log", expect: VERSION, within: "5s" },
  retries: 0,
});

const jigOf = ({ images, adapterMs }: BenchCase, nests: readonly BenchNest[]): object => ({
  jig: "bench",
  trigger: "auto",
  fixtures: nests.map(({ id, chip, flash }) => ({
    id,
    recipe: recipeName(chip),
    virtual: {
      chip,
      ...(images === "unchanged" && { flash }),
      ...(adapterMs > 0 && { adapter: { latencyMs: adapterMs } }),
    },
  })),
});
