import { expect, test } from "vitest";
import { openJournal } from "../../libs/journal/open-journal.ts";
import type { RunRecord } from "../../libs/run/run-record.ts";
import { HAS_SHARED_DATA } from "../shared-data.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { serveBoards, type VirtualNest } from "../support/serve-boards.ts";
import { type FirmwareSample, generatedSamples, realSamples } from "./firmware-samples.ts";
import { afterWrites, differingSectors, usedFlash } from "./used-board.ts";

/** A board in its nest, and the firmware it gets. */
interface Pair {
  readonly nest: VirtualNest;
  readonly before: Uint8Array;
  readonly sample: FirmwareSample;
}

/** A used board and a recipe for each firmware, as files of the workplace. */
const layOut = (place: Workplace, samples: readonly FirmwareSample[]): readonly Pair[] =>
  samples.map((sample, index) => {
    const { file, chip, content } = sample;
    const id = `F0${index + 1}`;
    const before = usedFlash(chip, index + 1);
    place.write(file, content);
    const recipe = place.write(`${id}.yaml`, { recipe: id, chip, images: [{ file }] });
    const flash = place.write(`${id}-before.bin`, before);
    return { nest: { id, recipe, virtual: { chip, flash } }, before, sample };
  });

/** What of a record says what was done to the board and what came of it. */
const outcomeOf = (record: RunRecord) => ({
  serial: record.serial,
  fixture: record.fixture,
  verdict: record.verdict,
  failure: record.failure,
  recipe: record.recipe,
  images: record.images,
  board: record.board,
  baud: record.baud,
  crcs: record.crcs,
  steps: record.steps.map(({ step, bytes }) => ({ step, bytes })),
});

const runsIn = (place: Workplace, data: string): readonly RunRecord[] => {
  using journal = openJournal(place.path(data), { mode: "read" });
  return journal.records().toSorted((a, b) => a.serial.localeCompare(b.serial));
};

test("images, real ones where they are, are written to the byte and all else is kept, by tty paths as by run's own boards", async () => {
  await using place = new Workplace();
  const pairs = layOut(place, HAS_SHARED_DATA ? realSamples() : generatedSamples());
  const nests = pairs.map(({ nest }) => nest);
  const lot = ["--first", "SN1", "--count", String(pairs.length), "--fast", "--json"];
  const served = await serveBoards(place, nests);
  for (const { nest, before } of pairs)
    expect(differingSectors(served.flashOf(nest.id), before)).toEqual([]);

  const wired = await place.run("run", "--jig", served.jig, ...lot, "--data", "wired");
  expect(wired.exitCode).toBe(0);
  expect(eventsOf(wired).at(-1)).toMatchObject({ kind: "lot-ended", pass: 6, fail: 0, error: 0 });
  for (const { nest, before, sample } of pairs) {
    const flash = served.flashOf(nest.id);
    expect(differingSectors(flash, afterWrites(before, sample.writes))).toEqual([]);
    expect(Buffer.compare(flash.subarray(0, 0x11000), before.subarray(0, 0x11000))).toBe(0);
  }

  const jig = place.write("virtual.yaml", { jig: "virtual", trigger: "auto", fixtures: nests });
  const virtual = await place.run("run", "--jig", jig, ...lot, "--data", "virtual");
  expect(virtual.exitCode).toBe(0);
  const ofWired = runsIn(place, "wired");
  const ofVirtual = runsIn(place, "virtual");
  expect(ofVirtual.map(outcomeOf)).toEqual(ofWired.map(outcomeOf));
  for (const [index, { linkAttempts, bootLog }] of ofVirtual.entries()) {
    const other = ofWired[index];
    // Each start leaves its log, and a busy machine may need more than one to link a board.
    if (linkAttempts === 1 && other?.linkAttempts === 1) expect(bootLog).toBe(other.bootLog);
  }
});
