import { nestResources } from "../../libs/fixture/claim-nest.ts";
import type { WiredFixture } from "../../libs/jig/jig.ts";
import type { Machine } from "./machine.ts";

/** A stopped owner takes a second to be given up; all at once would take too many files. */
const AT_ONCE = 32;

/** Who owns fixtures, in the owners' own words; fixtures that nobody owns are absent. */
export const findOwners = async (
  fixtures: readonly WiredFixture[],
  { ownerOf }: Pick<Machine, "ownerOf">,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const owners = new Map<string, readonly string[]>();
  for (let at = 0; at < fixtures.length; at += AT_ONCE) {
    const some = fixtures.slice(at, at + AT_ONCE);
    const found = await Promise.all(
      some.map(async (fixture) => {
        const resources = [...(await nestResources(fixture))];
        const told = await Promise.all(resources.map((resource) => ownerOf(resource)));
        const named = told.filter((owner) => owner !== undefined);
        return [fixture.id, [...new Set(named)]] as const;
      }),
    );
    for (const [id, named] of found) if (named.length > 0) owners.set(id, named);
  }
  return owners;
};
