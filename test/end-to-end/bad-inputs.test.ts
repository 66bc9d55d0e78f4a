import { expect, test } from "vitest";
import { z } from "zod";
import { InputError } from "../../libs/input/input-error.ts";
import { needSharedData } from "../shared-data.ts";
import { Workplace } from "../support/run-flashline.ts";
import { type BadInput, badInputs } from "./bad-inputs.ts";
import { jigOf } from "./bad-lot.ts";
import { generatedSources, realSources } from "./image-sources.ts";
import { watchedNest } from "./refusal.ts";
import { runInHere } from "./run-in-here.ts";

/** firmware-formats.md section 12, its rows marked F: from images any clone can make, and from real ones. */
const SOURCES = [
  { images: "generated", needs: () => undefined, make: generatedSources },
  { images: "real", needs: needSharedData, make: realSources },
] as const;

test.concurrent.for(SOURCES)(
  "$images bad files: inspect and run say of each why, and touch nothing",
  async ({ needs, make }, context) => {
    needs(context);
    await using place = new Workplace();
    const rows = badInputs(make());
    for (const { file, bytes } of rows) place.write(file, bytes);
    const lots = rows.map((row) => ({ ...row, args: layOutLot(place, row) }));
    const before = place.contents();
    const files = rows.filter(({ at }) => at === undefined);
    for (const [chip, group] of Map.groupBy(files, (row) => row.chip ?? "bk7231n")) {
      expect(await inspect(place, chip, group)).toEqual(
        group.map(({ row, refused: [code, fault = null] }) => [row, "refused", code, fault, true]),
      );
    }
    const runs: unknown[] = [];
    for (const { row, args, file, says } of lots) {
      const error = await runInHere(args);
      const isRefused = error instanceof InputError && error.message.includes(place.path(file));
      runs.push([row, (isRefused && says.test(error.message)) || error]);
    }
    expect(runs).toEqual(rows.map(({ row }) => [row, true]));
    expect(place.contents()).toEqual(before);
  },
);

const lineSchema = z.object({
  file: z.string(),
  verdict: z.string(),
  refusal: z.object({ code: z.string(), fault: z.string().nullable(), problem: z.string() }),
});

/** What `inspect` says of files for one chip, by row. */
const inspect = async (place: Workplace, chip: string, rows: readonly BadInput[]) => {
  const files = rows.map(({ file }) => file);
  const ended = await place.run("inspect", "--json", "--chip", chip, ...files);
  expect(ended).toMatchObject({ exitCode: 2, stderr: "" });
  const lines = ended.stdout.trimEnd().split("\n");
  return lines.map((line, index) => {
    const { file, verdict, refusal } = lineSchema.parse(JSON.parse(line));
    const row = rows[index];
    expect(file).toBe(row?.file);
    const { code, fault, problem } = refusal;
    return [row?.row, verdict, code, fault, row?.says.test(problem) === true || problem];
  });
};

/** A lot that is good but for its image. The jig's relays leave marks, its ports are not there. */
const layOutLot = (place: Workplace, { row, file, at, chip = "bk7231n" }: BadInput): string[] => {
  const images = [{ file, ...(at === undefined ? {} : { at }) }];
  const recipe = place.write(`recipe-${row}.yaml`, { recipe: `r${row}`, chip, images });
  const jig = place.write("jig.yaml", jigOf(watchedNest(place, "F01")));
  const lot = ["--first", "SN1", "--count", "2", "--data", place.path("data"), "--headless"];
  return ["--jig", jig, "--recipe", recipe, ...lot];
};
