import { availableParallelism } from "node:os";
import { printable } from "../../libs/failure/printable.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { type CaseResult, judgeCase } from "./case-result.ts";
import { drawTally } from "./draw-tally.ts";
import { readOptions } from "./read-options.ts";
import { type Round, runRound } from "./run-round.ts";
import { Tally } from "./tally.ts";

const REPORT_EVERY_MS = 10_000;

/** `npm run chaos`: what the station makes of boards, wires and nests that fail at any moment. */
const chaos = async (signal: AbortSignal): Promise<number> => {
  const { seed, boards, only } = readOptions(process.argv.slice(2));
  if (only === undefined) return playRound({ seed, boards }, signal);
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
    say(`${tally.boards} of ${round.boards} boards, ${tally.violations} with violations`);
  say(`Seed ${round.seed}: ${round.boards} boards on ${availableParallelism()} cores ...`);
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

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const stop = new AbortController();
const onSignal = (): void => stop.abort();
process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
try {
  const violations = await chaos(stop.signal);
  process.exitCode = stop.signal.aborted ? 130 : violations > 0 ? 1 : 0;
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  say(`chaos: ${printable(text, 2000)}`);
  process.exitCode = error instanceof InputError ? 2 : 1;
}
