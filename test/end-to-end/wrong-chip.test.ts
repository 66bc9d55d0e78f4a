import { expect, test } from "vitest";
import type { ChipName } from "../../libs/chips/chip.ts";
import { buildQio } from "../../libs/firmware/build-image.ts";
import { HAS_SHARED_DATA, readSharedFile } from "../shared-data.ts";
import { readJournal } from "../support/lot-files.ts";
import { Workplace } from "../support/run-flashline.ts";
import { serveBoards } from "../support/serve-boards.ts";
import { refusalOf, watchedNest } from "./refusal.ts";
import { differingSectors, usedFlash } from "./used-board.ts";

/** A real image where there are some. */
const qio = (chip: ChipName): Uint8Array =>
  HAS_SHARED_DATA
    ? readSharedFile(`open${chip}-qio-1.18.300.bin`)
    : buildQio({ chip, seed: 5, bytes: 60_000, version: "1.0.5" });

const CROSSED = [
  { id: "F01", board: "bk7231t", recipe: "bk7231n" },
  { id: "F02", board: "bk7231n", recipe: "bk7231t" },
] as const;

test.concurrent("an image on a board of the other chip: refused before the first erase", async () => {
  await using place = new Workplace();
  const boards = CROSSED.map(({ id, board, recipe: chip }, index) => {
    const before = usedFlash(board, index + 1);
    const flash = place.write(`${id}-before.bin`, before);
    const images = [{ file: place.write(`${chip}.bin`, qio(chip)) }];
    const recipe = place.write(`${id}.yaml`, { recipe: `for-${chip}`, chip, images });
    return { before, nest: { id, recipe, virtual: { chip: board, flash } } };
  });
  const served = await serveBoards(
    place,
    boards.map(({ nest }) => nest),
  );
  const lot = ["--first", "SN1", "--count", "2"];
  const ending = await place.run("run", "--jig", served.jig, ...lot);
  expect(ending).toMatchObject({ exitCode: 1, stdout: "" });
  expect(ending.stderr).toMatch(
    /F01 SN1 FAIL .* wrong-chip\. Wrong chip: .*bk7231t.*not.*bk7231n/i,
  );
  expect(ending.stderr).toMatch(
    /F02 SN2 FAIL .* wrong-chip\. Wrong chip: .*bk7231n.*not.*bk7231t/i,
  );

  const runs = readJournal(place, (journal) => journal.records());
  const steps = ["prepare", "link", "identify", "release"];
  expect(runs.map((run) => run.steps.map(({ step }) => step))).toEqual([steps, steps]);
  for (const { nest, before } of boards) {
    expect(differingSectors(served.flashOf(nest.id), before)).toEqual([]);
  }
});

test.concurrent("an image under a recipe for the other chip: exit 2, nothing touched", async () => {
  await using place = new Workplace();
  const fixtures = [watchedNest(place, "F01")];
  place.write("jig.yaml", { jig: "line-a", trigger: "auto", fixtures });
  for (const { board: file, recipe: chip } of CROSSED) {
    place.write(`${file}.bin`, qio(file));
    const images = [{ file: `${file}.bin` }];
    const recipe = place.write(`for-${chip}.yaml`, { recipe: "crossed", chip, images });
    const lot = ["--first", "SN1", "--count", "1"];
    const message = await refusalOf(place, "run", "--jig", "jig.yaml", "--recipe", recipe, ...lot);
    expect(message).toMatch(new RegExp(`for-${chip}\\.yaml:\\d+:\\d+: images\\[0\\]: `));
    expect(message.toLowerCase()).toMatch(new RegExp(`is for ${file}\\b.*, not for ${chip}`));
  }
});
