import { type RoundChoice, readRound } from "../../libs/tool/read-round.ts";
import { parseOptions, readWholeNumber } from "../../libs/tool/tool-options.ts";

const CRASH = {
  name: "crash",
  usage: "Example: npm run crash -- --rounds 100 --seed 7 --jobs 2, or --seed 7 --only 12.",
};
const MOST_ROUNDS = 1_000_000;
const MOST_JOBS = 64;

/** Rounds to play, and how many at a time. */
export interface CrashOptions extends RoundChoice {
  readonly jobs: number;
}

/** Reads what `npm run crash -- ...` was asked for. @throws InputError */
export const readOptions = (args: readonly string[]): CrashOptions => {
  const { rounds, seed, only, jobs } = parseOptions(CRASH, args, {
    rounds: { type: "string", default: "10" },
    seed: { type: "string" },
    only: { type: "string" },
    jobs: { type: "string", default: "1" },
  });
  const texts = { seed, only, size: rounds };
  return {
    ...readRound(CRASH, texts, { option: "--rounds", most: MOST_ROUNDS }),
    jobs: readWholeNumber(CRASH, "--jobs", jobs, { least: 1, most: MOST_JOBS }),
  };
};
