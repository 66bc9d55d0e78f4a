import { type FixtureConfig, isVirtual } from "../../../libs/jig/jig.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { WHOLE_CHECK } from "../../../libs/lot/fixture-check.ts";
import { type ShownTimes, shownBy } from "../../../libs/lot/past-checks.ts";
import type { ShiftCheck } from "../../../libs/recipe/shift-check.ts";
import type { PreparedLot } from "../prepare/prepare-lot.ts";

/** A fixture that proves itself, and what it has shown by now. */
export interface FixtureProof {
  readonly fixture: string;
  readonly check: ShiftCheck;
  readonly shown: ShownTimes;
}

/** A station, and the fixtures it serves. */
export interface ServedFixtures {
  readonly station: string;
  readonly fixtures: readonly string[];
  /** Their flash ports, by fixture, where the lot has no jig that says it. */
  readonly ports?: ReadonlyMap<string, string>;
}

/**
 * What the fixtures of a lot have shown in earlier lots or sittings, each at the station that serves it,
 * with the very recipe it has now, and on the port it has now. Throws `JournalError`.
 */
export const readProofs = (
  journal: Journal,
  { jig, recipes }: Pick<PreparedLot, "jig" | "recipes">,
  served: readonly ServedFixtures[],
  now: Date,
): readonly FixtureProof[] =>
  served.flatMap(({ station, fixtures, ports }) =>
    fixtures.flatMap((fixture) => {
      const recipe = recipes.get(fixture);
      const check = recipe?.shiftCheck;
      if (recipe === undefined || check === undefined) return [];
      const since = new Date(now.getTime() - check.everyMs).toISOString();
      const runs = journal.records({
        ...{ since, station, fixtures: [fixture], purposes: WHOLE_CHECK },
      });
      const nest = jig.fixtures.find(({ id }) => id === fixture);
      const port = ports?.get(fixture) ?? portOf(nest);
      const same = runs.filter(
        (run) =>
          run.recipe.sha256 === recipe.sent.sha256 && (port === undefined || run.port === port),
      );
      return [{ fixture, check, shown: shownBy(same, check) }];
    }),
  );

/** Another jig of the station may have a fixture of that name, or it was given to another nest. Simulated ports never stay. */
const portOf = (nest: FixtureConfig | undefined): string | undefined =>
  nest === undefined || isVirtual(nest) ? undefined : nest.flashPort;
