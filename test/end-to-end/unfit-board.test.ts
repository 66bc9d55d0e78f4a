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

const BOARDS = [
  { id: "F01", before: usedFlash(CHIP, 1), faults: ["efuse-key:0123456789abcdeffedcba9876543210"] },
  { id: "F02", before: uncalibrated(), faults: [] },
] as const;

test("a board with another key, and one without calibration, fail before their first erase: exit 1", async () => {
  await using place = new Workplace();
  const uf2 = buildUf2({ chip: CHIP, seed: 5, bytes: 20_000, version: "1.18.0" });
  const images = [{ file: place.write("app.uf2", uf2) }];
  const recipe = place.write("recipe.yaml", { recipe: "plug", chip: CHIP, images, retries: 3 });
  const nests = BOARDS.map(({ id, before, faults }) => {
    const flash = place.write(`${id}-before.bin`, before);
    return { id, recipe, virtual: { chip: CHIP, flash, faults } };
  });
  const served = await serveBoards(place, nests);
  const lot = ["--first", "SN1", "--count", "2"];
  const ending = await place.run("run", "--jig", served.jig, ...lot);
  expect(ending).toMatchObject({ exitCode: 1, stdout: "" });
  expect(ending.stderr).toMatch(/F01 SN1 FAIL .* wrong-key\. The board has another encryption key/);
  expect(ending.stderr).toMatch(
    /F02 SN2 FAIL .* identity-missing\. This board was never calibrated, or has lost it/,
  );
  const { stdout } = await place.run("report", "--format", "json");
  const runs: readonly { readonly steps: readonly { readonly step: string }[] }[] =
    JSON.parse(stdout).runs;
  const steps = ["prepare", "link", "identify", "release"];
  expect(runs.map((run) => run.steps.map(({ step }) => step))).toEqual([steps, steps]);
  for (const { id, before } of BOARDS) {
    expect(differingSectors(served.flashOf(id), before)).toEqual([]);
  }
});
