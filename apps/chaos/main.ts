import { availableParallelism } from "node:os";
import { print, runTool, say } from "../../libs/tool/run-tool.ts";
import { type CaseResult, judgeCase } from "./case-result.ts";
import { drawTally } from "./draw-tally.ts";
import { readOptions } from "./read-options.ts";
import { type Round, runRound } from "./run-round.ts";
import { Tally } from "./tally.ts";

const REPORT_EVERY_MS = 10_000;

/** `npm run chaos`: what the station makes of boards, wires and nests that fail at any moment. */
const chaos = async (signal: AbortSignal): Promise<number> => {
  const { seed, size, only } = readOptions(process.argv.slice(2));
  if (only === undefined) return playRound({ seed, size }, signal);
  const result = await judgeCase(seed, only, print);
  print(`${result.title}: ${result.outcome}`);
  for (const violation of result.violations) print(`VIOLATION: ${violation}`);
  return result.violations.length;
};

const playRound = async (round: Round, signal: AbortSignal): Promise<number> => {
  const began = performance.now();
  const tally = new Tally();
  const seconds = (): number => (performance.now() - began) / 1000;
  const tell = (): void =>
    say(`${tally.boards} of ${round.size} boards, ${tally.violations} with violations`);
  say(`Seed ${round.seed}: ${round.size} boards on ${availableParallelism()} cores ...`);
  const reporter = setInterval(tell, REPORT_EVERY_MS);
  try {
    await runRound(round, (result) => take(result, round, tally), signal);
  } finally {
    clearInterval(reporter);
  }
  print(drawTally(tally));
  const rate = Math.round(tally.boards / seconds());
  print(
    `Seed ${round.seed}: ${tally.boards} boards in ${seconds().toFixed(1)} s (${rate} a second), ${tally.violations} with violations.`,
  );
  return tally.violations;
};

const take = (result: CaseResult, { seed }: Round, tally: Tally): void => {
  tally.add(result);
  for (const violation of result.violations) {
    print(`--seed ${seed} --only ${result.number}: ${result.title}: ${violation}`);
  }
};

await runTool("chaos", async (signal) => ((await chaos(signal)) > 0 ? "violated" : "sound"));
