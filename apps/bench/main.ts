import { availableParallelism } from "node:os";
import { printable } from "../../libs/failure/printable.ts";
import { planBytes, sectorsOf } from "../../libs/firmware/flash-plan.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { TYPICAL_FLASH_TIMING } from "../../libs/simulator/flash-timing.ts";
import { BENCH_BAUD, BENCH_CHIPS, type BenchLoad, makeLoads } from "./bench-line.ts";
import { benchLot, type LotFigures } from "./bench-lot.ts";
import { boundFlashing } from "./bound-flashing.ts";
import { drawFigures } from "./draw-figures.ts";
import { readOptions } from "./read-options.ts";

/** `npm run bench`: how close to the wire's own speed the station flashes, and what it takes for that. */
const bench = async (signal: AbortSignal): Promise<void> => {
  const options = readOptions(process.argv.slice(2));
  const loads = makeLoads(options.appBytes);
  for (const chip of BENCH_CHIPS) say(describeLoad(loads[chip]));
  const lots: LotFigures[] = [];
  for (const boards of options.boards) {
    say(`Flashing ${boards} on ${availableParallelism()} cores ...`);
    lots.push(await benchLot(boards, loads, signal));
  }
  const bounds = BENCH_CHIPS.map((name) => {
    const { chip, plan } = loads[name];
    const timing = TYPICAL_FLASH_TIMING;
    return [
      name,
      boundFlashing({ plan, chip, baud: BENCH_BAUD, timing, adapterLatencyMs: 0 }),
    ] as const;
  });
  process.stdout.write(`${drawFigures(lots, new Map(bounds))}\n`);
};

const describeLoad = ({ chip, plan }: BenchLoad): string => {
  const written = sectorsOf(plan).filter(({ blank }) => !blank).length * 4;
  return `${chip.marking}: ${planBytes(plan) / 1024} KiB erased and verified, ${written} KiB written, ${BENCH_BAUD} baud`;
};

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const stop = new AbortController();
const onSignal = (): void => stop.abort();
process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
try {
  await bench(stop.signal);
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  say(`bench: ${printable(text, 2000)}`);
  process.exitCode = stop.signal.aborted ? 130 : error instanceof InputError ? 2 : 1;
}
