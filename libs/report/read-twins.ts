import { isOwnMac } from "../bytes/mac.ts";
import { findTwins, type Twins } from "../figures/twins.ts";
import type { Journal } from "../journal/journal.ts";
import type { SharedMacFilter } from "../journal/shared-macs.ts";

/** The twins that a journal has. Throws `JournalError`. */
export const readTwins = (
  journal: Pick<Journal, "sharedMacs" | "runFacts">,
  filter: SharedMacFilter,
): readonly Twins[] => {
  const shared = journal.sharedMacs(filter).filter(({ mac }) => isOwnMac(mac));
  const boards = new Map(
    shared.flatMap(({ lot, serials }) =>
      serials.map((serial) => [JSON.stringify([lot, serial]), { lot, serial }]),
    ),
  );
  const twins = findTwins([...boards.values()].flatMap((board) => journal.runFacts(board)));
  return twins.filter(({ mac }) => filter.mac === undefined || mac === filter.mac);
};
