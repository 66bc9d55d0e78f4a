import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { ChipName } from "../../libs/chips/chip.ts";
import { buildApp } from "../../libs/firmware/build-image.ts";
import { makeFolder } from "../../libs/input/make-folder.ts";

/** What the demo's jig holds. */
export interface DemoJig {
  readonly fixtures: number;
  readonly boards: "good" | "some-faulty";
}

/** Boards take turns: one with its download mode in ROM, one without. */
const DEMO_CHIPS = ["bk7231n", "bk7231t"] as const satisfies readonly ChipName[];

const VERSION = "1.18.0";
/** Takes each board just under ten seconds at true wire time. */
const APP_BYTES = 250_000;
/** What the broken boards of `--faults` have, fixture by fixture; null is a good one. */
const FAULTS = [
  null,
  "stuck:0x20123:0x08",
  null,
  "dies-at:0x18000",
  "wrong-crc",
  null,
  "silent",
  "protected",
] as const;

/**
 * Writes the demo's images, recipes and jig into `dataDir`: files such as a user's own, made here so
 * that the program carries no firmware.
 * @returns the jig's path.
 */
export const writeDemoFiles = async (dataDir: string, jig: DemoJig): Promise<string> => {
  makeFolder(dataDir, { source: "demo", field: "--data" });
  for (const chip of DEMO_CHIPS) {
    const app = buildApp({ chip, seed: 1, bytes: APP_BYTES, version: VERSION });
    await writeFile(join(dataDir, imageName(chip)), app);
    await writeFile(join(dataDir, recipeName(chip)), stringify(recipeOf(chip)));
  }
  const path = join(dataDir, "jig.yaml");
  await writeFile(path, stringify(jigOf(jig)));
  return path;
};

const imageName = (chip: ChipName): string => `${chip}-app.0x011000.rbl`;
const recipeName = (chip: ChipName): string => `${chip}.yaml`;

const recipeOf = (chip: ChipName): object => ({
  recipe: `demo-${chip}`,
  chip,
  baud: 921600,
  images: [{ file: imageName(chip) }],
  boot: { on: "log", expect: VERSION, within: "5s" },
  retries: 1,
});

const jigOf = ({ fixtures, boards }: DemoJig): object => ({
  jig: "demo",
  trigger: "auto",
  fixtures: Array.from({ length: fixtures }, (_, index) => {
    const chip = DEMO_CHIPS[index % DEMO_CHIPS.length] ?? "bk7231n";
    const fault = boards === "good" ? null : (FAULTS[index % FAULTS.length] ?? null);
    return {
      id: `F${String(index + 1).padStart(2, "0")}`,
      recipe: recipeName(chip),
      virtual: { chip, ...(fault !== null && { faults: [fault] }) },
    };
  }),
});
