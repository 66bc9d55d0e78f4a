import { expect, test } from "vitest";
import type { RunRecord } from "../../libs/run/run-record.ts";
import { needSharedData } from "../shared-data.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { simulateJig } from "../support/simulate-jig.ts";
import { type FirmwareSample, generatedSamples, realSamples } from "./firmware-samples.ts";
import { afterWrites, differingSectors, usedFlash } from "./used-board.ts";

const LOT = ["--first", "SN001", "--lot", "L1", "--fast", "--json"];

/** A board on its nest, and the firmware it gets. */
interface Pair {
  readonly id: string;
  readonly sample: FirmwareSample;
  readonly before: Uint8Array;
  readonly nest: Parameters<typeof simulateJig>[1][number];
}

/** Puts a used board for each firmware into the workplace, with its recipe. */
const layOut = (place: Workplace, samples: readonly FirmwareSample[]): readonly Pair[] =>
  samples.map((sample, index) => {
    const { file, chip, content } = sample;
    const id = `F0${index + 1}`;
    const before = usedFlash(chip, index + 1);
    place.write(file, content);
    const recipe = place.write(`${id}.yaml`, { recipe: id, chip, images: [{ file }] });
    const flash = place.write(`${id}-before.bin`, before);
    return { id, sample, before, nest: { id, recipe, virtual: { chip, flash } } };
  });

const nestsOf = (pairs: readonly Pair[]) => pairs.map(({ nest }) => nest);

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
  bootLog: record.bootLog,
  steps: record.steps.map(({ step, bytes }) => ({ step, bytes })),
});

const recordsOf = async (place: Workplace, data: string) => {
  const { stdout } = await place.run("report", "--data", data, "--format", "json");
  const { runs }: { readonly runs: readonly RunRecord[] } = JSON.parse(stdout);
  return runs.map(outcomeOf).sort((a, b) => a.serial.localeCompare(b.serial));
};

test.for([
  { images: "real", needs: needSharedData, make: realSamples },
  { images: "generated", needs: () => undefined, make: generatedSamples },
])(
  "$images images: written to the byte, all else untouched, served apart or not",
  async ({ needs, make }, context) => {
    needs(context);
    await using place = new Workplace();
    const pairs = layOut(place, make());
    const count = String(pairs.length);
    const served = await simulateJig(place, nestsOf(pairs));
    for (const { id, before } of pairs)
      expect(differingSectors(served.flashOf(id), before)).toEqual([]);

    const apart = await place.run("run", "--jig", served.jig, ...LOT, "--count", count);
    expect(apart).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("6 PASS, 0 FAIL") });
    for (const { id, before, sample } of pairs) {
      const flash = served.flashOf(id);
      expect(differingSectors(flash, afterWrites(before, sample.writes))).toEqual([]);
      expect(differingSectors(flash.subarray(0, 0x11000), before.subarray(0, 0x11000))).toEqual([]);
    }

    // The same boards, served by `run` itself.
    const jig = place.write("own.yaml", { jig: "own", trigger: "auto", fixtures: nestsOf(pairs) });
    const own = await place.run("run", "--jig", jig, ...LOT, "--count", count, "--data", "own");
    expect(own.exitCode).toBe(0);
    expect(eventsOf(own).at(-1)).toMatchObject({ kind: "lot-ended", pass: 6, fail: 0, error: 0 });
    expect(await recordsOf(place, "own")).toEqual(await recordsOf(place, "data"));
  },
);
