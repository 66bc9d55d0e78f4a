import { expect, test } from "vitest";
import type { ChipName } from "../../libs/chips/chip.ts";
import { buildFactoryFlash, buildUf2 } from "../../libs/firmware/build-image.ts";
import { Workplace } from "../support/run-flashline.ts";
import { serveBoards } from "../support/serve-boards.ts";
import { differingSectors, usedFlash } from "./used-board.ts";

const CHIP: ChipName = "bk7231n";
const CALIBRATION_AT = 0x1d0000;

/** As a module that was never calibrated comes, or one whose whole flash another tool erased. */
const uncalibrated = (): Uint8Array => {
  const flash = buildFactoryFlash({ chip: CHIP, seed: 2, mac: "c8478c000002" });
  flash.fill(0xff, CALIBRATION_AT, CALIBRATION_AT + 0x1000);
  flash.fill(0xff, 0x1e0000, 0x1e1000);
  return flash;
};

interface UnfitBoard {
  readonly id: string;
  readonly chip: ChipName;
  readonly before: Uint8Array;
  readonly faults: readonly string[];
  /** The chip of its recipe and image. */
  readonly recipe: ChipName;
}

const BOARDS: readonly UnfitBoard[] = [
  {
    id: "F01",
    chip: CHIP,
    before: usedFlash(CHIP, 1),
    faults: ["efuse-key:0123456789abcdeffedcba9876543210"],
    recipe: CHIP,
  },
  { id: "F02", chip: CHIP, before: uncalibrated(), faults: [], recipe: CHIP },
  // The image ends behind this flash: on a T it would wrap to the bootloader.
  {
    id: "F03",
    chip: CHIP,
    before: usedFlash(CHIP, 3),
    faults: ["flash-part:c84013"],
    recipe: CHIP,
  },
  // Its code is not scrambled: this board would fetch nonsense.
  {
    id: "F04",
    chip: "bk7231t",
    before: usedFlash("bk7231t", 4),
    faults: [],
    recipe: "bk7231u",
  },
];

// Rows 13 and 30, 34, 42 and 43 of firmware-formats.md section 12, where only the board shows it.
test("boards with another key, no calibration, too small a flash or another chip fail before their first erase: exit 1", async () => {
  await using place = new Workplace();
  const nests = BOARDS.map(({ id, chip, before, faults, recipe: recipeChip }) => {
    const uf2 = buildUf2({ chip: recipeChip, seed: 5, bytes: 20_000, version: "1.18.0" });
    const images = [{ file: place.write(`${recipeChip}.uf2`, uf2) }];
    const plug = { recipe: "plug", chip: recipeChip, images, retries: 3 };
    const recipe = place.write(`${recipeChip}.yaml`, plug);
    const flash = place.write(`${id}-before.bin`, before);
    return { id, recipe, virtual: { chip, flash, faults } };
  });
  const served = await serveBoards(place, nests);
  const lot = ["--first", "SN1", "--count", "4"];
  const ending = await place.run("run", "--jig", served.jig, ...lot);
  expect(ending).toMatchObject({ exitCode: 1, stdout: "" });
  expect(ending.stderr).toMatch(/F01 SN1 FAIL .* wrong-key\. The board has another encryption key/);
  expect(ending.stderr).toMatch(
    /F02 SN2 FAIL .* identity-missing\. This board was never calibrated, or has lost it/,
  );
  expect(ending.stderr).toMatch(/F03 SN3 FAIL .* wrong-chip\. .*with only 512 K/);
  expect(ending.stderr).toMatch(/F04 SN4 FAIL .* wrong-chip\. .*bk7231t.*not.*bk7231u/i);
  const { stdout } = await place.run("report", "--format", "json");
  const runs: readonly { readonly steps: readonly { readonly step: string }[] }[] =
    JSON.parse(stdout).runs;
  const steps = ["prepare", "link", "identify", "release"];
  expect(runs.map((run) => run.steps.map(({ step }) => step))).toEqual(BOARDS.map(() => steps));
  for (const { id, before } of BOARDS) {
    expect(differingSectors(served.flashOf(id), before)).toEqual([]);
  }
});
