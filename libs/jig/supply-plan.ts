import { type FixtureConfig, isWired, type Jig, type SupplyConfig } from "./jig.ts";
import { USUAL_RULES } from "./supply-schema.ts";

/** The supply of the nests whose relay we move and that name none. */
const USUAL_SUPPLY = "default";

/** How a nest may power up: the rules of its supply, and who else is on it. */
export interface SupplyPlan extends SupplyConfig {
  /** As the jig file has it. */
  readonly name: string;
  /** The same in every process that serves this jig on this machine, and nowhere else. */
  readonly key: string;
  /** Ids of the nests on it, in jig order. */
  readonly fixtures: readonly string[];
}

/** Where a relay of ours switches the supply. A simulated one draws nothing. */
const isSwitched = (fixture: FixtureConfig): boolean =>
  isWired(fixture) && !["manual", "none", "virtual"].includes(fixture.power.kind);

/** Name of the supply that a nest is on; undefined where its power-ups follow no plan. */
export const supplyNameOf = (fixture: FixtureConfig): string | undefined =>
  fixture.supply ?? (isSwitched(fixture) ? USUAL_SUPPLY : undefined);

/** Names that a nest may give as its supply. */
export const suppliesOf = ({ supplies }: Jig): readonly string[] => [
  ...new Set([...Object.keys(supplies ?? {}), USUAL_SUPPLY]),
];

/** By fixture id, how each nest of a whole jig may power up; those without a plan are not in it. */
export const supplyPlans = (jig: Jig): ReadonlyMap<string, SupplyPlan> => {
  const plans = suppliesOf(jig).flatMap((name) => {
    const members = jig.fixtures.filter((fixture) => supplyNameOf(fixture) === name);
    const config = jig.supplies?.[name] ?? USUAL_RULES;
    const key = `supply ${name} of jig ${jig.jig}: ${members.map(placeOf).join(", ")}`;
    const plan = { ...config, name, key, fixtures: members.map(({ id }) => id) };
    return members.map(({ id }) => [id, plan] as const);
  });
  return new Map(plans);
};

/** Where it is on this machine. Another jig may have its name, and simulated ports change with each start. */
const placeOf = (fixture: FixtureConfig): string =>
  isWired(fixture) && fixture.power.kind !== "virtual"
    ? `${fixture.id} ${fixture.flashPort}`
    : fixture.id;
