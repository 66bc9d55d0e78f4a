import type { ChipName } from "../../libs/chips/chip.ts";
import { buildUf2 } from "../../libs/firmware/build-image.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import type { RunRecord } from "../../libs/run/run-record.ts";
import type { Workplace } from "./run-flashline.ts";

/** The data folder of a workplace's lots. */
export const DATA = "data";

const VERSION = "1.18.0";
/** Small: at true wire time a board takes about two seconds. */
const APP_BYTES = 20_000;

/** Writes a recipe with a small image, and returns its path. */
export const writeRecipe = (place: Workplace, chip: ChipName): string => {
  const file = `${chip}.uf2`;
  place.write(file, buildUf2({ chip, seed: 1, bytes: APP_BYTES, version: VERSION }));
  const boot = { on: "log", expect: VERSION, within: "10s" };
  return place.write(`${chip}.yaml`, { recipe: `test-${chip}`, chip, images: [{ file }], boot });
};

/** Reads the journal that the lots left. */
export const readJournal = <T>(place: Workplace, read: (journal: Journal) => T): T => {
  using journal = openJournal(place.path(DATA), { mode: "read" });
  return read(journal);
};

/** Every record of the lot L1, in order of start. */
export const recordsOf = (place: Workplace): readonly RunRecord[] =>
  readJournal(place, (journal) => journal.records({ lot: "L1" }));
