import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { print, runTool, say } from "../../libs/tool/run-tool.ts";
import { drawCase } from "./draw-case.ts";
import { type CaseResult, judgeCase } from "./judge-case.ts";
import { readOptions } from "./read-options.ts";
import { type Round, runRound } from "./run-round.ts";

const REPORT_EVERY_MS = 10_000;

/** Violations told in full; of more only their number. */
const MOST_TOLD = 20;

/** `npm run fuzz`: what the readers of firmware files make of files that nobody should have made. */
const fuzz = async (signal: AbortSignal): Promise<number> => {
  const { seed, size, only, save } = readOptions(process.argv.slice(2));
  if (only === undefined) return playRound({ seed, size }, signal);
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
  const tell = (): void => say(`${done} of ${round.size} files, ${violations} with violations`);
  say(`Seed ${round.seed}: ${round.size} files on ${availableParallelism()} cores ...`);
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

await runTool("fuzz", async (signal) => ((await fuzz(signal)) > 0 ? "violated" : "sound"));
