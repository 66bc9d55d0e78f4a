import { InputError } from "../../libs/input/input-error.ts";
import { stationName } from "../../libs/jig/read-station.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { leftToShow } from "../../libs/lot/past-checks.ts";
import type { PreparedLot, PreparedRecipe } from "../coordinator/prepare/prepare-lot.ts";
import { type FixtureProof, readProofs } from "../coordinator/records/read-proofs.ts";

/**
 * Fixtures that would have to prove themselves before a lot, in jig order, by what this station's
 * workers would find in the data folder, which need not be there. Changes nothing.
 */
export const foreseeChecks = async (
  prepared: PreparedLot,
  dataDir: string,
): Promise<readonly string[]> => {
  const fixtures = prepared.jig.fixtures.map(({ id }) => id);
  const asked = fixtures.filter((id) => prepared.recipes.get(id)?.shiftCheck !== undefined);
  if (asked.length === 0) return [];
  const now = new Date();
  const served = [{ station: await stationName(), fixtures }];
  const known = proofsIn(dataDir, (journal) => readProofs(journal, prepared, served, now)).filter(
    ({ check, shown }) => leftToShow(shown, check.everyMs, now.getTime()).length === 0,
  );
  const proven = new Set(known.map(({ fixture }) => fixture));
  return asked.filter((id) => !proven.has(id));
};

const proofsIn = (
  dataDir: string,
  read: (journal: ReturnType<typeof openJournal>) => readonly FixtureProof[],
): readonly FixtureProof[] => {
  try {
    using journal = openJournal(dataDir, { mode: "read" });
    return read(journal);
  } catch (error) {
    // No lot was run there yet.
    if (error instanceof InputError) return [];
    throw error;
  }
};

/** A recipe's check as a line for people, safe to print, with those of its fixtures where it is `due`. */
export const describeCheck = (
  { shiftCheck }: Pick<PreparedRecipe, "shiftCheck">,
  fixtures: readonly string[],
  due: readonly string[],
): readonly string[] => {
  if (shiftCheck === undefined) return [];
  const { everyMs, golden, mustFail } = shiftCheck;
  const own = fixtures.filter((id) => due.includes(id));
  const where = own.length === 0 ? "due on none" : `due on ${own.join(", ")}`;
  return [
    `  first, every ${hoursOf(everyMs)}: ${golden} must pass, ${mustFail.serial} must fail with ${mustFail.code}; ${where}`,
  ];
};

const hoursOf = (ms: number): string => {
  const minutes = ms / 60_000;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
};
