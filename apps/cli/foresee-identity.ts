import { basename } from "node:path";
import { printable } from "../../libs/failure/printable.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import type { PreparedIdentity } from "../coordinator/prepare/prepare-identity.ts";

/** What `--dry-run` tells of a recipe's identity. */
export interface ForeseenIdentity {
  readonly pool: string | null;
  readonly fields: readonly string[];
  /** Entries of the list that a lot would import first, known ones included. */
  readonly listed: number;
  /** Entries of the pool that nobody has by now. */
  readonly free: number;
}

/** Looks into the ledger of a data folder, which need not be there, and changes nothing. */
export const foreseeIdentity = (
  { recipe, list }: PreparedIdentity,
  dataDir: string,
): ForeseenIdentity => ({
  pool: recipe.pool ?? null,
  fields: recipe.fields.map(({ field }) => field),
  listed: list?.rows.length ?? 0,
  free: recipe.pool === undefined ? 0 : freeIn(recipe.pool, dataDir),
});

const freeIn = (name: string, dataDir: string): number => {
  try {
    using journal = openJournal(dataDir, { mode: "read" });
    return journal.identityPools().find(({ pool }) => pool === name)?.free ?? 0;
  } catch (error) {
    // No lot was run there yet.
    if (error instanceof InputError) return 0;
    throw error;
  }
};

/** The same as lines for people, safe to print. */
export const describeIdentity = (identity: PreparedIdentity, dataDir: string): string[] => {
  const { pool, fields, free } = foreseeIdentity(identity, dataDir);
  const { list } = identity;
  const named = fields.join(", ");
  if (pool === null) return [`  write each board's own: ${named}`];
  const listed = list === undefined ? "" : `${list.rows.length} in ${basename(list.source)}; `;
  return [
    printable(`  write each board's own identity from pool ${pool}: ${named}`, 400),
    printable(`    ${listed}${free} free in pool ${pool}`, 400),
  ];
};
