import { ulid } from "ulid";
import { boardIdentityOf } from "../../../libs/identity/board-identity-of.ts";
import { pooledFields } from "../../../libs/identity/check-values.ts";
import { importValues } from "../../../libs/identity/import-values.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { rehearseJournal } from "../../../libs/journal/rehearse-journal.ts";
import type { RecipeIdentity } from "../../../libs/recipe/recipe-identity.ts";
import type { LotRequest } from "../prepare/lot-request.ts";
import type { PreparedLot, PreparedRecipe } from "../prepare/prepare-lot.ts";
import { bringCommand, takeBackCommand } from "./identities-command.ts";

/** Some of a list of missing serials, for a message. */
const NAMED = 5;

/**
 * Imports what the lot's recipes bring into their pools, and makes sure that there is enough for all
 * its serials; those that have their values already need none.
 * @throws InputError, JournalError.
 */
export const stockPools = (
  journal: Journal,
  prepared: PreparedLot,
  request: Pick<LotRequest, "serials" | "dataDir">,
): void => {
  const serials = request.serials === "scan" ? [] : request.serials;
  const checked = new Set<string>();
  for (const { path, identity } of new Set(prepared.recipes.values())) {
    const pool = identity?.recipe.pool;
    if (identity === undefined || pool === undefined) continue;
    if (identity.list !== undefined) {
      const takeBack = takeBackCommand(request.dataDir);
      importValues(journal, identity.list, { pool, now: new Date(), newId: ulid, takeBack });
    }
    const bring = bringCommand(identity.recipe, request.dataDir);
    checkPool(journal, path, identity.recipe, pool, bring);
    if (!checked.has(pool)) expectEnough(journal, path, pool, serials, bring);
    checked.add(pool);
  }
};

/**
 * Refuses what `stockPools` would refuse, and changes nothing; the data folder need not be there.
 * @throws InputError, JournalError.
 */
export const rehearseStock = (prepared: PreparedLot, request: LotRequest): void => {
  if (withIdentity(prepared).length === 0) return;
  using journal = rehearseJournal(request.dataDir);
  stockPools(journal, prepared, request);
};

/** The pool may have come from a list that was made for another recipe. */
const checkPool = (
  journal: Journal,
  path: string,
  recipe: RecipeIdentity,
  pool: string,
  bring: string,
): void => {
  const fields = journal.identityPools().find((known) => known.pool === pool)?.fields;
  const where = { source: path, field: "identity.pool" };
  if (fields === undefined) {
    throw new InputError(where, `${pool} has no values yet.`, `Bring some: ${bring}`);
  }
  const missing = pooledFields(recipe).find((field) => !fields.includes(field));
  if (missing !== undefined) {
    const problem = `${pool} has ${fields.join(", ")}, and no ${missing}.`;
    throw new InputError(where, problem, "Name another pool, or take the field out.");
  }
  if (recipe.fields.every(({ place }) => place.kind === "calibration")) return;
  for (const entry of journal.identityEntries({ pool })) {
    if (entry.state === "quarantined" || entry.state === "dropped") continue;
    const given = boardIdentityOf(entry, "", recipe);
    if (given.ok) continue;
    throw new InputError(
      where,
      `cannot be used. ${given.why}`,
      "Correct the value, or the recipe's field.",
    );
  }
};

const expectEnough = (
  journal: Journal,
  path: string,
  pool: string,
  serials: readonly string[],
  bring: string,
): void => {
  const needy = journal.serialsWithoutIdentity(pool, serials);
  const free = journal.identityPools().find((known) => known.pool === pool)?.free ?? 0;
  const missing = needy.length - free;
  if (missing <= 0) return;
  const without = needy.slice(free);
  const named = without.slice(0, NAMED).join(", ");
  const more = without.length > NAMED ? ", ..." : "";
  throw new InputError(
    { source: path, field: "identity.pool" },
    `${pool} has ${free} free for ${needy.length} ${needy.length === 1 ? "serial that needs" : "serials that need"} one: ${missing} ${missing === 1 ? "is" : "are"} missing (${named}${more}).`,
    `Bring more: ${bring}`,
  );
};

/** Recipes of a lot that give boards something of their own. */
export const withIdentity = ({ recipes }: PreparedLot): readonly PreparedRecipe[] =>
  [...new Set(recipes.values())].filter(({ identity }) => identity !== undefined);
