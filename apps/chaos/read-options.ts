import { type RoundChoice, readRound } from "../../libs/tool/read-round.ts";
import { parseOptions } from "../../libs/tool/tool-options.ts";

const CHAOS = {
  name: "chaos",
  usage: "Example: npm run chaos -- --boards 5000 --seed 7, or --seed 7 --only 123.",
};
const MOST_BOARDS = 10_000_000;

/** Reads what `npm run chaos -- ...` was asked for. @throws InputError */
export const readOptions = (args: readonly string[]): RoundChoice => {
  const { boards, seed, only } = parseOptions(CHAOS, args, {
    boards: { type: "string", default: "1000" },
    seed: { type: "string" },
    only: { type: "string" },
  });
  const texts = { seed, only, size: boards };
  return readRound(CHAOS, texts, { option: "--boards", most: MOST_BOARDS });
};
