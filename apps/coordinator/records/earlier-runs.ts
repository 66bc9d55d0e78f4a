import { placeRuns } from "../../../libs/figures/place-runs.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import type { EarlierRuns } from "../../../libs/lot/lot-plan.ts";
import { isProduct } from "../../../libs/run/purpose.ts";

/**
 * What earlier sittings of a lot left, by serial, from the journal alone. Runs are in the order reports put
 * them in. Throws `JournalError`.
 */
export const earlierRuns = (
  journal: Pick<Journal, "runFacts" | "sent">,
  lot: string,
): ReadonlyMap<string, EarlierRuns> => {
  const runs = placeRuns(journal.runFacts({ lot })).toSorted(
    (left, right) => left.place - right.place,
  );
  const earlier = new Map<string, EarlierRuns>();
  // Those without an end count as well: no number is given twice.
  for (const [serial, attempts] of journal.sent.attempts(lot)) {
    earlier.set(serial, { outcome: null, attempts, first: null });
  }
  for (const { place, facts } of runs) {
    const { serial, verdict } = facts;
    const { attempts = 0, first = null } = earlier.get(serial) ?? {};
    if (verdict === "open") continue;
    earlier.set(serial, { outcome: verdict, attempts, first: place === 1 ? verdict : first });
  }
  return earlier;
};

/** How many runs each check board had in earlier sittings of a lot, by serial. Throws `JournalError`. */
export const earlierCheckRuns = (
  journal: Pick<Journal, "runFacts">,
  lot: string,
): ReadonlyMap<string, number> => {
  const attempts = new Map<string, number>();
  for (const facts of journal.runFacts({ lot })) {
    if (isProduct(facts)) continue;
    attempts.set(facts.serial, Math.max(facts.attempt, attempts.get(facts.serial) ?? 0));
  }
  return attempts;
};
