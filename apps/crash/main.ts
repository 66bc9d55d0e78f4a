import { print, runTool, say } from "../../libs/tool/run-tool.ts";
import { drawCase } from "./draw-case.ts";
import { readOptions } from "./read-options.ts";
import { RoundPlace } from "./round-place.ts";
import { type RoundResult, runRound } from "./run-round.ts";
import { Tally } from "./tally.ts";

/** `npm run crash`: what is left of lots whose processes are struck at any moment. */
const crash = async (signal: AbortSignal): Promise<number> => {
  const { seed, size, only, jobs } = readOptions(process.argv.slice(2));
  const tally = new Tally();
  const play = async (number: number): Promise<void> => {
    const result = await playRound(seed, number, only === undefined ? () => undefined : print);
    tally.add(result);
    for (const violation of result.violations)
      print(`--seed ${seed} --only ${number}: ${violation}`);
    say(`${tally.rounds} rounds, ${tally.violated} with violations`);
  };
  if (only !== undefined) await play(only);
  else {
    say(`Seed ${seed}: ${size} rounds, ${jobs} at a time ...`);
    const numbers = Array(size).keys();
    const takeAll = async (): Promise<void> => {
      for (const number of numbers) {
        if (signal.aborted) return;
        await play(number);
      }
    };
    await Promise.all(Array.from({ length: jobs }, takeAll));
  }
  for (const line of tally.describe()) print(line);
  print(`Seed ${seed}: ${tally.rounds} rounds, ${tally.violated} with violations.`);
  return tally.violated;
};

/** The folder of a round with violations stays. */
const playRound = async (
  seed: number,
  number: number,
  told: (line: string) => void,
): Promise<RoundResult> => {
  const place = new RoundPlace(told);
  try {
    const result = await runRound(place, drawCase(seed, number));
    if (result.violations.length === 0) place.remove();
    else print(`--seed ${seed} --only ${number}: kept in ${place.folder}`);
    return result;
  } finally {
    place.killAll();
  }
};

await runTool("crash", async (signal) => ((await crash(signal)) > 0 ? "violated" : "sound"));
