import { macForPeople } from "../bytes/mac.ts";
import { printable } from "../failure/printable.ts";
import type { IdentityEntry, IdentityState } from "../journal/identity-entry.ts";
import { MAC_FIELD } from "../recipe/recipe-identity.ts";
import { drawTable } from "../report/draw-table.ts";
import { safeJson } from "../report/safe-json.ts";
import { showValue } from "./show-value.ts";

/** Every state, in the order of an entry's life. */
export const IDENTITY_STATES = [
  ...["free", "reserved", "intended", "written", "verified", "quarantined", "dropped"],
] as readonly IdentityState[];

/** How many entries stand in each state. */
export type StateTotals = Readonly<Record<IdentityState, number>>;

/** Counts entries: each is in just one state. */
export const totalsOf = (entries: readonly IdentityEntry[]): StateTotals => {
  const totals: Record<IdentityState, number> = {
    free: 0,
    reserved: 0,
    intended: 0,
    written: 0,
    verified: 0,
    quarantined: 0,
    dropped: 0,
  };
  for (const { state } of entries) totals[state] += 1;
  return totals;
};

/** Entries as a table for people, and below it how many of `all` stand where. */
export const formatEntries = (
  entries: readonly IdentityEntry[],
  all: readonly IdentityEntry[],
): string => {
  const rows = entries.map((entry) => [
    valuesOf(entry),
    entry.state,
    serialOf(entry),
    entry.tiedTo === null ? "-" : macForPeople(entry.tiedTo),
    entry.pool ?? "-",
  ]);
  const table = drawTable(["VALUES", "STATE", "SERIAL", "BOARD", "POOL"], rows);
  return `${entries.length === 0 ? "" : `${table}\n\n`}${formatTotals(all)}\n`;
};

const valuesOf = ({ values }: IdentityEntry): string => {
  const shown = Object.entries(values).map(([field, value]) =>
    field === MAC_FIELD ? showValue(field, value) : `${field} ${showValue(field, value)}`,
  );
  return shown.length === 0 ? "serial alone" : printable(shown.join(", "));
};

const serialOf = ({ serial, bound, droppedBy }: IdentityEntry): string => {
  if (droppedBy !== null) return `by ${printable(droppedBy)}`;
  if (serial !== null) return printable(serial);
  return bound === null ? "-" : `for ${printable(bound)}`;
};

const formatTotals = (all: readonly IdentityEntry[]): string => {
  const totals = totalsOf(all);
  const parts = IDENTITY_STATES.flatMap((state) =>
    totals[state] === 0 ? [] : [`${totals[state]} ${state}`],
  );
  return [`${all.length} entries`, ...parts].join(", ");
};

/** The same as one JSON object on one line; of values that are no MAC the last four characters at most. */
export const entriesJson = (
  entries: readonly IdentityEntry[],
  all: readonly IdentityEntry[],
): string => {
  const shown = entries.map(({ values, ...entry }) => ({
    ...entry,
    values: Object.fromEntries(
      Object.entries(values).map(([field, value]) => [
        field,
        field === MAC_FIELD ? value : showValue(field, value),
      ]),
    ),
  }));
  return `${safeJson({ entries: shown, totals: totalsOf(all) })}\n`;
};
