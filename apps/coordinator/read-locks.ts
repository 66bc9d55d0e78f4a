import type { Journal } from "../../libs/journal/journal.ts";
import type { FixtureLock } from "../../libs/station/fixture-state.ts";
import type { LineHappening } from "../../libs/station/station-event.ts";

/** Locks of earlier sittings that hold on the jig, by fixture. Throws `JournalError`. */
export const readLocks = (
  journal: Pick<Journal, "standingLocks">,
  jig: { readonly jig: string; readonly fixtures: readonly { readonly id: string }[] },
): ReadonlyMap<string, FixtureLock> => {
  const ids = new Set(jig.fixtures.map(({ id }) => id));
  return new Map(
    journal
      .standingLocks()
      .filter(({ jig: name, fixture }) => name === jig.jig && ids.has(fixture ?? ""))
      .map(({ fixture, by, why, cause, detail }): [string, FixtureLock] => [
        fixture ?? "",
        { by, why: why ?? "", cause, ...(detail !== null && { detail }) },
      ]),
  );
};

/** What is told of them at the start of a lot. */
export const announceLocks = (locks: ReadonlyMap<string, FixtureLock>): readonly LineHappening[] =>
  [...locks].map(([fixture, { by, why, cause = "hand", detail }]) => ({
    ...{ kind: "fixture-locked", fixture, by, why, cause },
    ...(detail !== undefined && { detail }),
  }));
