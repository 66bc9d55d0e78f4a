import { systemClock } from "../../libs/clock/system-clock.ts";
import { explainToEngineer } from "../../libs/failure/explain.ts";
import { StationError } from "../../libs/failure/station-error.ts";
import { StepError } from "../../libs/failure/step-error.ts";
import { guardNests } from "../../libs/guard/guard-nests.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { type FixtureConfig, isVirtual } from "../../libs/jig/jig.ts";
import { readJig } from "../../libs/jig/read-jig.ts";
import { selectFixtures } from "../../libs/jig/select-fixtures.ts";
import { stopRequest } from "../../libs/process/stop-request.ts";
import { faultProblem } from "../../libs/simulator/parse-fault.ts";
import type { SupplyGate } from "../../libs/supply/supply-gate.ts";
import { supplyGates } from "../../libs/supply/supply-gates.ts";
import { type Blinker, blinkerOf, blinkLamps, blinkNest } from "./blink-nest.ts";

/** Which nest to show. */
export interface IdentifyOrder {
  readonly jigPath: string;
  readonly id: string;
  readonly times: number;
  /** Takes one line for people. */
  readonly tell: (line: string) => void;
}

const WORDS: Readonly<Record<Exclude<Blinker, "none">, string>> = {
  lamps: "its lamps light in turn",
  power: "its supply goes on and off",
  reset: "its reset is let go and held",
};

/**
 * Shows where a nest is by switching it. Exit code 0, or 130 when stopped; the nest is off at the end in any case.
 * @throws InputError, NestTakenError with who holds it, StationError
 */
export const identifyNest = async ({
  jigPath,
  id,
  times,
  tell,
}: IdentifyOrder): Promise<0 | 130> => {
  const { nest, supply } = await readNest(jigPath, id);
  const blinker = blinkerOf(nest);
  if (blinker === "none") throw nothingBlinks(jigPath, nest);
  using stop = stopRequest("standalone");
  stop.asked.catch(() => undefined);
  const onTaken = (): void =>
    tell(`${id} blinks ${times} times: ${WORDS[blinker]}. Ctrl-C ends it.`);
  const end = `${id} is ${blinker === "lamps" ? "dark" : "off"}.`;
  try {
    await using _ = await guardNests({ fixtures: isVirtual(nest) ? [] : [nest] }, undefined);
    const options = { clock: systemClock, signal: stop.signal, times, supply, onTaken };
    if (blinker === "lamps" || isVirtual(nest)) await blinkLamps(nest, options);
    else await blinkNest(nest, options);
    tell(end);
    return 0;
  } catch (error) {
    if (stop.signal.aborted && error === stop.signal.reason) {
      tell(`stopped; ${end}`);
      return 130;
    }
    if (error instanceof StepError) throw new StationError(explainToEngineer(error.failure));
    throw error;
  }
};

const nothingBlinks = (source: string, nest: FixtureConfig): InputError => {
  const where = { source, field: nest.id };
  if (isVirtual(nest)) {
    const remedy = "Name a fixture with ports, or give this one lamps.";
    return new InputError(where, "is simulated: there is nothing to blink.", remedy);
  }
  const remedy = "Wire a relay or a lamp, or look for the port: `npx flashline ports`.";
  return new InputError(where, "has nothing that could blink.", remedy);
};

interface AskedNest {
  readonly nest: FixtureConfig;
  readonly supply: SupplyGate | undefined;
}

/** The one nest that was asked for. */
const readNest = async (jigPath: string, id: string): Promise<AskedNest> => {
  const jig = await readJig(jigPath, { faultProblem });
  const [nest, another] = selectFixtures(jig, id, "ID").fixtures;
  if (nest !== undefined && another === undefined) {
    return { nest, supply: supplyGates(jig, systemClock).get(nest.id) };
  }
  throw new InputError({ source: "ID" }, `${id} names more than one fixture.`, "Give one id.");
};
