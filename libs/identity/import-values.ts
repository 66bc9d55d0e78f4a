import { basename } from "node:path";
import { macForPeople } from "../bytes/mac.ts";
import { InputError } from "../input/input-error.ts";
import type { ImportAnswer, ImportedEntry } from "../journal/identity-import.ts";
import type { Journal } from "../journal/journal.ts";
import { MAC_FIELD } from "../recipe/recipe-identity.ts";
import { importedValues, type ValueList } from "./value-row.ts";

/** How many entries an import added, and how many were there already. */
export interface ImportCounts {
  readonly added: number;
  readonly known: number;
}

/** What an import needs beside its values. */
export interface ImportPlace {
  readonly pool: string;
  readonly now: Date;
  /** Makes the id of an entry. */
  readonly newId: () => string;
  /** What a person may type to take an entry of a pool back. */
  readonly takeBack: (pool: string, entry: string) => string;
}

/**
 * Brings a list into a pool of the journal: all that is new of it, or nothing.
 * @throws InputError where a value is another entry's, or the pool has other columns; JournalError.
 */
export const importValues = (
  journal: Journal,
  list: ValueList,
  place: ImportPlace,
): ImportCounts => {
  const { pool, now, newId } = place;
  const name = basename(list.source);
  const entries = list.rows.map(
    (row): ImportedEntry => ({
      entry: newId(),
      origin: `${name}:${row.line}`,
      bound: row.serial,
      values: importedValues(row),
    }),
  );
  const { fields } = list;
  const answer = journal.importIdentities({ pool, fields, entries, at: now.toISOString() });
  if (answer.kind === "imported") return { added: answer.added, known: answer.known };
  throw refusalOf(answer, list, place);
};

const refusalOf = (
  answer: Exclude<ImportAnswer, { kind: "imported" }>,
  { source, fields, rows }: ValueList,
  { pool, takeBack }: ImportPlace,
): InputError => {
  if (answer.kind === "other-fields") {
    const problem = `has the columns ${fields.join(", ")}, and pool ${pool} has ${answer.fields.join(", ")}.`;
    return new InputError({ source, line: 1 }, problem, "Give just these, or name another pool.");
  }
  const { index, field, holder } = answer;
  const row = rows[index];
  const value = field === MAC_FIELD ? `${macForPeople(row?.values.get(field) ?? "")} ` : "";
  const whose = holder.serial === null ? "" : ` for ${holder.serial}`;
  const problem =
    field === "serial"
      ? `serial ${row?.serial ?? ""} has other values in pool ${pool} (${holder.origin}).`
      : `${value}is in pool ${holder.pool ?? pool} already${whose} (${holder.origin}).`;
  const { freeEntry } = holder;
  const back =
    freeEntry === null || holder.pool === null
      ? ""
      : ` Where the earlier one is wrong, and nobody has it yet, take it back (--all-free: all of its pool): ${takeBack(holder.pool, freeEntry)}`;
  const remedy = `No value is given twice. Take the line out, or correct it; nothing was imported.${back}`;
  return new InputError({ source, line: row?.line ?? 0, field }, problem, remedy);
};
