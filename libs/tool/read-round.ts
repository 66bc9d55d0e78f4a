import { readWholeNumber, refuseOption, type Tool } from "./tool-options.ts";

/** Which cases of which seed a program plays: what a round needs to be had again. */
export interface RoundChoice {
  readonly seed: number;
  /** How many, from number 0. */
  readonly size: number;
  /** The one case to play and tell in full. */
  readonly only: number | undefined;
}

/** A round's options as the command line has them. */
export interface RoundTexts {
  readonly seed: string | undefined;
  readonly only: string | undefined;
  readonly size: string;
}

const SEEDS = 1_000_000;

/** Reads a round's options; without a seed every round is another one. @throws InputError */
export const readRound = (
  tool: Tool,
  { seed, only, size }: RoundTexts,
  { option, most }: { readonly option: string; readonly most: number },
): RoundChoice => {
  if (only !== undefined && seed === undefined) {
    throw refuseOption(tool, "--only", "names a case of no seed.");
  }
  return {
    size: readWholeNumber(tool, option, size, { least: 1, most }),
    seed:
      seed === undefined
        ? Math.floor(Math.random() * SEEDS)
        : readWholeNumber(tool, "--seed", seed, { least: 0, most: SEEDS }),
    only:
      only === undefined ? undefined : readWholeNumber(tool, "--only", only, { least: 0, most }),
  };
};
