import { parseArgs } from "node:util";
import { InputError } from "../../libs/input/input-error.ts";

/** What `npm run chaos -- ...` was asked for. */
export interface ChaosOptions {
  readonly boards: number;
  readonly seed: number;
  /** The one case to run and trace. */
  readonly only: number | undefined;
}

const EXAMPLE = "Example: npm run chaos -- --boards 5000 --seed 7, or --seed 7 --only 123.";
const SEEDS = 1_000_000;
const MOST_BOARDS = 10_000_000;

/** Reads the command line's options; without `--seed` every round is another one. @throws InputError */
export const readOptions = (args: readonly string[]): ChaosOptions => {
  const { boards, seed, only } = parse(args);
  if (only !== undefined && seed === undefined) {
    throw new InputError({ source: "chaos", field: "--only" }, "names a case of no seed.", EXAMPLE);
  }
  return {
    boards: wholeNumber("--boards", boards, 1, MOST_BOARDS),
    seed:
      seed === undefined
        ? Math.floor(Math.random() * SEEDS)
        : wholeNumber("--seed", seed, 0, SEEDS),
    only: only === undefined ? undefined : wholeNumber("--only", only, 0, MOST_BOARDS),
  };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        boards: { type: "string", default: "1000" },
        seed: { type: "string" },
        only: { type: "string" },
      },
    }).values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new InputError({ source: "chaos" }, problem, EXAMPLE);
  }
};

const wholeNumber = (field: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least && value <= most)
    return value;
  const problem = `"${text}" is no whole number from ${least} to ${most}.`;
  throw new InputError({ source: "chaos", field }, problem, EXAMPLE);
};
