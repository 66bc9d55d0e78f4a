import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { printable } from "../../libs/failure/printable.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { drawCase } from "./draw-case.ts";
import { type CaseResult, judgeCase } from "./judge-case.ts";
import { readOptions } from "./read-options.ts";
import { type Round, runRound } from "./run-round.ts";

const REPORT_EVERY_MS = 10_000;

/** Violations told in full; of more only their number. */
const MOST_TOLD = 20;

/** `npm run fuzz`: what the readers of firmware files make of files that nobody should have made. */
const fuzz = async (signal: AbortSignal): Promise<number> => {
  const { seed, cases, only, save } = readOptions(process.argv.slice(2));
  if (only === undefined) return playRound({ seed, cases }, signal);
  const one = drawCase(seed, only);
  if (save !== undefined) writeFileSync(save, one.bytes);
  const result = judgeCase(one);
  print(`${result.title} (${one.bytes.length} bytes): ${result.outcome}`);
  for (const violation of result.violations) print(`VIOLATION: ${violation}`);
  return result.violations.length;
};

const playRound = async (round: Round, signal: AbortSignal): Promise<number> => {
  const began = performance.now();
  const counts = new Map<string, number>();
  let done = 0;
  let violations = 0;
  const take = ({ number, title, base, outcome, violations: found }: CaseResult): void => {
    done += 1;
    const key = `${base.padEnd(11)}${outcome === "accepted" ? "accepted" : "refused"}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (found.length === 0) return;
    violations += 1;
    if (violations > MOST_TOLD) return;
    for (const violation of found) {
      print(`--seed ${round.seed} --only ${number}: ${title}: ${violation}`);
    }
  };
  const tell = (): void => say(`${done} of ${round.cases} files, ${violations} with violations`);
  say(`Seed ${round.seed}: ${round.cases} files on ${availableParallelism()} cores ...`);
  const reporter = setInterval(tell, REPORT_EVERY_MS);
  try {
    await runRound(round, take, signal);
  } finally {
    clearInterval(reporter);
  }
  for (const [key, count] of [...counts].sort()) print(`${key.padEnd(20)} ${count}`);
  const seconds = (performance.now() - began) / 1000;
  const rate = Math.round(done / seconds);
  print(
    `Seed ${round.seed}: ${done} files in ${seconds.toFixed(1)} s (${rate} a second), ${violations} with violations.`,
  );
  return violations;
};

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const stop = new AbortController();
const onSignal = (): void => stop.abort();
process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
try {
  const violations = await fuzz(stop.signal);
  process.exitCode = stop.signal.aborted ? 130 : violations > 0 ? 1 : 0;
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  say(`fuzz: ${printable(text, 2000)}`);
  process.exitCode = error instanceof InputError ? 2 : 1;
}
