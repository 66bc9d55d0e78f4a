import { pooledFields } from "../../../libs/identity/check-values.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { JournalError } from "../../../libs/journal/journal-error.ts";
import type { LineHappening } from "../../../libs/station/station-event.ts";
import type { PreparedLot } from "../prepare/prepare-lot.ts";
import { identitiesCommand } from "./identities-command.ts";
import { withIdentity } from "./stock-pools.ts";

/** Of a list of serials, for a message. */
const NAMED = 10;

/** What is told of a lot's pools before its first board: how much is free, and what is uncertain. */
export const announcePools = (
  journal: Journal,
  prepared: PreparedLot,
  dataDir: string,
): LineHappening[] => {
  const pools = new Set(
    withIdentity(prepared).map(({ identity }) => identity?.recipe.pool ?? null),
  );
  try {
    return [...pools].flatMap((pool) => [
      ...tellFree(journal, pool),
      ...tellIdle(journal, pool, prepared),
      ...tellUncertain(journal, pool, dataDir),
    ]);
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    return [
      { kind: "notice", level: "warning", text: `Identities are not told: ${error.message}` },
    ];
  }
};

const tellFree = (journal: Journal, name: string | null): LineHappening[] => {
  const pool = journal.identityPools().find((known) => known.pool === name);
  if (pool === undefined) return [];
  const text = `Identities: pool ${pool.pool} (${pool.fields.join(", ")}), ${pool.free} free at the start`;
  return [{ kind: "notice", level: "info", text }];
};

/** A list that was imported beforehand may bring more than the lot's recipes write. */
const tellIdle = (
  journal: Journal,
  name: string | null,
  prepared: PreparedLot,
): LineHappening[] => {
  const fields = journal.identityPools().find((known) => known.pool === name)?.fields ?? [];
  const written = new Set(
    withIdentity(prepared).flatMap(({ identity }) =>
      identity?.recipe.pool === name ? pooledFields(identity.recipe) : [],
    ),
  );
  const idle = fields.filter((field) => !written.has(field));
  if (idle.length === 0) return [];
  const text = `Identities: pool ${name} also has ${idle.join(", ")}, which no field of the recipe writes to any board`;
  return [{ kind: "notice", level: "warning", text }];
};

/** Nobody knows whether their boards bear them: the serials' next runs find out. */
const tellUncertain = (journal: Journal, pool: string | null, dataDir: string): LineHappening[] => {
  const serials = journal
    .identityEntries({ pool })
    .flatMap(({ state, serial }) => (state === "intended" && serial !== null ? [serial] : []));
  if (serials.length === 0) return [];
  const named = serials.slice(0, NAMED).join(", ");
  const more = serials.length > NAMED ? ` and ${serials.length - NAMED} more` : "";
  const text = `Identities of ${named}${more} are uncertain: a run was cut off. The next run of each reads its board; or: ${identitiesCommand(dataDir, "list", "--state", "intended")}`;
  return [{ kind: "notice", level: "warning", text }];
};
