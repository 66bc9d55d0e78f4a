import { BAUD_RATES } from "../../libs/recipe/recipe-schema.ts";
import { parseOptions, readWholeNumber, refuseOption } from "../../libs/tool/tool-options.ts";
import { BENCH_IMAGES, type BenchCase, type BenchImages } from "./bench-case.ts";
import { casesOf, rangeOf, usualCases, WHOLE_RANGE } from "./choose-cases.ts";

/** What `npm run bench -- ...` was asked for. */
export interface BenchOptions {
  /** The lots, one after the other. */
  readonly cases: readonly BenchCase[];
  /** Size of the generated firmware's code. */
  readonly appBytes: number;
}

const LIMITS = {
  boards: { least: 1, most: 128 },
  adapterMs: { least: 0, most: 255 },
  // The most fills the app's whole place in the flash, 0x11000 to 0x12A000.
  appBytes: { least: 512, most: 1_080_000 },
};

const BENCH = {
  name: "bench",
  usage:
    "Options: --boards 1,8,32,64 --baud 921600,2000000 --adapter 1ms,16ms --images full,unchanged --all --app-bytes 700000.",
};

/** Reads the command line's options: some lots by default, all combinations of what is named, or all. @throws InputError */
export const readOptions = (args: readonly string[]): BenchOptions => {
  const values = parse(args);
  return {
    cases: casesAskedFor(values),
    appBytes: readWholeNumber(BENCH, "--app-bytes", values["app-bytes"], LIMITS.appBytes),
  };
};

const casesAskedFor = (values: ReturnType<typeof parse>): readonly BenchCase[] => {
  const { boards, baud, adapter, images, all } = values;
  const asked = {
    ...(boards && {
      boards: list(boards, (text) => readWholeNumber(BENCH, "--boards", text, LIMITS.boards)),
    }),
    ...(baud && { bauds: list(baud, oneOfRates) }),
    ...(adapter && { adaptersMs: list(adapter, milliseconds) }),
    ...(images && { images: list(images, kindOfImages) }),
  };
  const isNothing = Object.keys(asked).length === 0;
  if (all === true && isNothing) return casesOf(WHOLE_RANGE);
  if (all === true)
    throw refuseOption(BENCH, "--all", "stands for every combination: name nothing beside it.");
  return isNothing ? usualCases() : casesOf(rangeOf(asked));
};

const parse = (args: readonly string[]) =>
  parseOptions(BENCH, args, {
    boards: { type: "string" },
    baud: { type: "string" },
    adapter: { type: "string" },
    images: { type: "string" },
    all: { type: "boolean" },
    "app-bytes": { type: "string", default: "700000" },
  });

const list = <T>(text: string, read: (part: string) => T): T[] => [
  ...new Set(text.split(",").map(read)),
];

const oneOfRates = (text: string): number => {
  const rate = BAUD_RATES.find((each) => String(each) === text);
  if (rate !== undefined) return rate;
  throw refuseOption(BENCH, "--baud", `"${text}" is none of ${BAUD_RATES.join(", ")}.`);
};

const milliseconds = (text: string): number =>
  readWholeNumber(BENCH, "--adapter", text.replace(/ms$/, ""), LIMITS.adapterMs);

const kindOfImages = (text: string): BenchImages => {
  const kind = BENCH_IMAGES.find((each) => each === text);
  if (kind !== undefined) return kind;
  throw refuseOption(BENCH, "--images", `"${text}" is neither ${BENCH_IMAGES.join(" nor ")}.`);
};
