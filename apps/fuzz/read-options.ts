import { parseArgs } from "node:util";
import { InputError } from "../../libs/input/input-error.ts";

/** What `npm run fuzz -- ...` was asked for. */
export interface FuzzOptions {
  readonly cases: number;
  readonly seed: number;
  /** The one case to read and tell in full. */
  readonly only: number | undefined;
  /** Where that case's file is to be written. */
  readonly save: string | undefined;
}

const EXAMPLE =
  "Example: npm run fuzz -- --cases 50000 --seed 7, or --seed 7 --only 123 --save f.bin.";
const SEEDS = 1_000_000;
const MOST_CASES = 100_000_000;

/** Reads the command line's options; without `--seed` every round is another one. @throws InputError */
export const readOptions = (args: readonly string[]): FuzzOptions => {
  const { cases, seed, only, save } = parse(args);
  if (only !== undefined && seed === undefined) {
    throw new InputError({ source: "fuzz", field: "--only" }, "names a case of no seed.", EXAMPLE);
  }
  if (save !== undefined && only === undefined) {
    throw new InputError({ source: "fuzz", field: "--save" }, "saves no case.", EXAMPLE);
  }
  return {
    cases: wholeNumber("--cases", cases, 1, MOST_CASES),
    seed:
      seed === undefined
        ? Math.floor(Math.random() * SEEDS)
        : wholeNumber("--seed", seed, 0, SEEDS),
    only: only === undefined ? undefined : wholeNumber("--only", only, 0, MOST_CASES),
    save,
  };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        cases: { type: "string", default: "200000" },
        seed: { type: "string" },
        only: { type: "string" },
        save: { type: "string" },
      },
    }).values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new InputError({ source: "fuzz" }, problem, EXAMPLE);
  }
};

const wholeNumber = (field: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least && value <= most)
    return value;
  const problem = `"${text}" is no whole number from ${least} to ${most}.`;
  throw new InputError({ source: "fuzz", field }, problem, EXAMPLE);
};
