import { realpath } from "node:fs/promises";
import { awaitFreed } from "../../libs/claims/await-freed.ts";
import { claimName } from "../../libs/claims/claim-name.ts";
import { fixtureOfFolder } from "../../libs/claims/fixture-of-folder.ts";
import { systemClock } from "../../libs/clock/system-clock.ts";
import { explainToEngineer } from "../../libs/failure/explain.ts";
import type { Failure } from "../../libs/failure/failure.ts";
import { StationError } from "../../libs/failure/station-error.ts";
import { StepError } from "../../libs/failure/step-error.ts";
import type { Fixture } from "../../libs/fixture/fixture.ts";
import { openFixture } from "../../libs/fixture/open-fixture.ts";
import { unfitFixture } from "../../libs/fixture/unfit-fixture.ts";
import type { WiredFixture } from "../../libs/jig/jig.ts";
import type { SupplyGate } from "../../libs/supply/supply-gate.ts";
import type { BenchFixture } from "./perform-run.ts";

/** An orphaned worker gives its nests up within 10 s (design: processes). */
const PATIENCE_MS = 12_000;

/** A worker's nests. Disposal leaves their boards unpowered. */
export interface TakenNests extends AsyncDisposable {
  /** By fixture id, in the order of the jig. */
  readonly fixtures: ReadonlyMap<string, BenchFixture>;
  /** Ids of those whose board is surely unpowered. */
  readonly safe: readonly string[];
}

/** What taking nests needs besides their wiring. */
export interface NestTaking {
  readonly dataDir: string;
  /** By fixture id, where the nest waits for its turn to power up, if it has to. */
  readonly gates: ReadonlyMap<string, SupplyGate>;
  /** Shows an instruction to the operator of a fixture. */
  readonly ask: (fixture: string, instruction: string) => void;
  /** Ends the wait for a predecessor when aborted. */
  readonly signal?: AbortSignal;
  /** For people: a nest that cannot be used. */
  readonly onTrouble: (text: string) => void;
}

interface TakenNest extends BenchFixture, AsyncDisposable {
  /** Why its board could not be switched off. */
  readonly trouble: Failure | undefined;
}

/**
 * Takes nests and switches their boards off; all at once, here and in the end, because a relay that
 * hangs must not keep other boards under power. A nest that fails is told and kept, so that the
 * others work: runs in it end with its failure.
 * @throws NameTakenError, and StationError when all of them fail; the signal's reason when it is aborted first.
 */
export const takeNests = async (
  configs: readonly WiredFixture[],
  taking: NestTaking,
): Promise<TakenNests> => {
  const attempts = await Promise.allSettled(configs.map((config) => takeNest(config, taking)));
  const nests = attempts.filter((attempt) => attempt.status === "fulfilled").map((it) => it.value);
  const giveBack = async (): Promise<void> => {
    await Promise.all(nests.map((nest) => nest[Symbol.asyncDispose]()));
  };
  const refused = attempts.find((attempt) => attempt.status === "rejected");
  const safe = nests
    .filter(({ trouble }) => trouble === undefined)
    .map(({ fixture }) => fixture.id);
  const troubles = nests.flatMap(describeTrouble);
  if (refused !== undefined || safe.length === 0) {
    await giveBack();
    throw refused?.reason ?? new StationError(troubles.join(" "));
  }
  for (const text of troubles) taking.onTrouble(text);
  const fixtures = new Map(nests.map((nest) => [nest.fixture.id, nest]));
  return { fixtures, safe, [Symbol.asyncDispose]: giveBack };
};

const describeTrouble = ({ fixture, trouble }: TakenNest): readonly string[] =>
  trouble === undefined
    ? []
    : [`${fixture.id} could not be switched off. ${explainToEngineer(trouble)}`];

/**
 * Owns the nest on this machine, and its name in this data folder: two jigs whose fixtures share
 * names would close each other's open runs. A predecessor that is just ending is waited for.
 */
const takeNest = async (config: WiredFixture, taking: NestTaking): Promise<TakenNest> => {
  await using owned = new AsyncDisposableStack();
  const name = fixtureOfFolder(config.id, await realpath(taking.dataDir));
  owned.use(await awaitFreed(() => claimName(name, config.id), PATIENCE_MS, taking.signal));
  const fixture = owned.use(
    await awaitFreed(() => openOrExcuse(config, taking), PATIENCE_MS, taking.signal),
  );
  const trouble = await fixture.makeSafe();
  const taken = owned.move();
  const giveBack = (): Promise<void> => taken.disposeAsync();
  const gate = taking.gates.get(config.id);
  return { fixture, port: config.flashPort, gate, trouble, [Symbol.asyncDispose]: giveBack };
};

const openOrExcuse = async (
  config: WiredFixture,
  { ask, gates, onTrouble }: NestTaking,
): Promise<Fixture> => {
  try {
    return await openFixture(config, {
      clock: systemClock,
      ask: (instruction) => ask(config.id, instruction),
      supply: gates.get(config.id),
      onLeftOn: (failure) =>
        onTrouble(
          `${config.id} was given back with its board perhaps on. ${explainToEngineer(failure)}`,
        ),
    });
  } catch (error) {
    if (error instanceof StepError) return unfitFixture(config.id, error.failure);
    throw error;
  }
};
