import type { FieldPath } from "../input/expansion.ts";
import { suggestWord } from "../input/suggest-word.ts";
import type { Jig } from "./jig.ts";
import { suppliesOf, supplyNameOf } from "./supply-plan.ts";

/** What is wrong with a jig's supplies, for people. */
export interface SupplyProblem {
  readonly at: FieldPath;
  /** Follows the field's name. */
  readonly problem: string;
  readonly remedy: string;
}

/** The first nest whose supply is not there, else the first supply that no nest is on. */
export const findSupplyProblem = (jig: Jig): SupplyProblem | undefined => {
  const known = suppliesOf(jig);
  for (const [at, { supply }] of jig.fixtures.entries()) {
    if (supply === undefined || known.includes(supply)) continue;
    const problem = `names the supply "${supply}", which the jig does not have.`;
    return { at: ["fixtures", at, "supply"], problem, remedy: suggestWord(supply, known) };
  }
  const used = new Set(jig.fixtures.map(supplyNameOf));
  const unused = Object.keys(jig.supplies ?? {}).find((name) => !used.has(name));
  if (unused === undefined) return undefined;
  const remedy = `Give its nests \`supply: ${unused}\`, or remove it.`;
  return { at: ["supplies", unused], problem: "is the supply of no nest.", remedy };
};
