import { availableParallelism } from "node:os";
import { planBytes, sectorsOf } from "../../libs/firmware/flash-plan.ts";
import { runTool, say } from "../../libs/tool/run-tool.ts";
import { BENCH_CHIPS, describeCase } from "./bench-case.ts";
import { type BenchLoad, makeLoads } from "./bench-line.ts";
import { benchLot, type LotFigures } from "./bench-lot.ts";
import { compareRuns } from "./compare-runs.ts";
import { drawCosts } from "./draw-costs.ts";
import { drawSpeed } from "./draw-speed.ts";
import { drawSteps } from "./draw-steps.ts";
import { readOptions } from "./read-options.ts";

/** `npm run bench`: how close to the wire's own speed the station flashes, and what it takes for that. */
const bench = async (signal: AbortSignal): Promise<void> => {
  const { cases, appBytes } = readOptions(process.argv.slice(2));
  const loads = makeLoads(appBytes);
  for (const chip of BENCH_CHIPS) say(describeLoad(loads[chip]));
  say(`${cases.length} lots on ${availableParallelism()} cores:`);
  const lots: LotFigures[] = [];
  for (const lot of cases) {
    say(`  ${describeCase(lot)} ...`);
    lots.push(await benchLot(lot, loads, signal));
  }
  const runs = compareRuns(lots, loads);
  process.stdout.write(`\n${[drawSpeed(runs), drawSteps(runs), drawCosts(lots)].join("\n")}`);
};

const describeLoad = ({ chip, plan }: BenchLoad): string => {
  const written = sectorsOf(plan).filter(({ blank }) => !blank).length * 4;
  return `${chip.marking}: ${planBytes(plan) / 1024} KiB erased and verified, ${written} KiB written`;
};

await runTool("bench", async (signal) => {
  await bench(signal);
  return "sound";
});
