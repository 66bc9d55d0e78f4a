import { macForPeople } from "../../libs/bytes/mac.ts";
import { printable } from "../../libs/failure/printable.ts";
import type { IdentityEntry } from "../../libs/journal/identity-entry.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import { MAC_FIELD } from "../../libs/recipe/recipe-identity.ts";

/**
 * The board that a serial's entry was last proven on, by the MACs it had and was given, the run and the
 * time; undefined if it never was, or was taken off every board since. A run that was cut off later, or
 * a word, does not undo a proof. Throws `JournalError`.
 */
export const lastProof = (
  journal: Journal,
  { entry, tiedTo, values }: IdentityEntry,
  serial: string,
): string | undefined => {
  const own = journal.identityHappenings(serial).filter((it) => it.entry === entry);
  const since = own.slice(own.findLastIndex(({ state }) => state === "released") + 1);
  const proof = since.findLast(({ state }) => state === "verified");
  if (proof === undefined) return undefined;
  const given = values[MAC_FIELD];
  const macs = [
    ...(tiedTo === null ? [] : [`MAC ${macForPeople(tiedTo)} before`]),
    ...(given === undefined ? [] : [`MAC ${macForPeople(given)} now`]),
  ];
  const board = macs.length === 0 ? "a board without a MAC" : `the board with ${macs.join(", ")}`;
  const { run, note, at } = proof;
  return printable(
    `${board} (${run === null ? (note ?? "by reading") : `run ${run}`}, ${at})`,
    300,
  );
};
