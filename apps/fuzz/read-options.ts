import { type RoundChoice, readRound } from "../../libs/tool/read-round.ts";
import { parseOptions, refuseOption } from "../../libs/tool/tool-options.ts";

/** What `npm run fuzz -- ...` was asked for. */
export interface FuzzOptions extends RoundChoice {
  /** Where the only case's file is to be written. */
  readonly save: string | undefined;
}

const FUZZ = {
  name: "fuzz",
  usage: "Example: npm run fuzz -- --cases 50000 --seed 7, or --seed 7 --only 123 --save f.bin.",
};
const MOST_CASES = 100_000_000;

/** Reads the command line's options. @throws InputError */
export const readOptions = (args: readonly string[]): FuzzOptions => {
  const { cases, seed, only, save } = parseOptions(FUZZ, args, {
    cases: { type: "string", default: "200000" },
    seed: { type: "string" },
    only: { type: "string" },
    save: { type: "string" },
  });
  const round = readRound(
    FUZZ,
    { seed, only, size: cases },
    { option: "--cases", most: MOST_CASES },
  );
  if (save === undefined || only !== undefined) return { ...round, save };
  throw refuseOption(FUZZ, "--save", "saves no case.");
};
