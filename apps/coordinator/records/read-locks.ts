import type { Journal } from "../../../libs/journal/journal.ts";
import type { FixtureLock } from "../../../libs/station/fixture-state.ts";
import type { LineHappening } from "../../../libs/station/station-event.ts";

/** Locks by jig name, then by fixture. */
export type JigLocks = ReadonlyMap<string, ReadonlyMap<string, FixtureLock>>;

/** Locks of earlier sittings that hold, on all jigs. Throws `JournalError`. */
export const readLocks = (journal: Pick<Journal, "standingLocks">): JigLocks => {
  const locks = new Map<string, Map<string, FixtureLock>>();
  for (const { jig, fixture, by, why, cause, detail } of journal.standingLocks()) {
    const ofJig = locks.get(jig) ?? new Map<string, FixtureLock>();
    const lock = { by, why: why ?? "", cause, ...(detail !== null && { detail }) };
    locks.set(jig, ofJig.set(fixture ?? "", lock));
  }
  return locks;
};

/** Those that hold on the jig's fixtures, by fixture. */
export const locksOn = (
  {
    jig,
    fixtures,
  }: { readonly jig: string; readonly fixtures: readonly { readonly id: string }[] },
  locks: JigLocks,
): ReadonlyMap<string, FixtureLock> => {
  const ids = new Set(fixtures.map(({ id }) => id));
  return new Map([...(locks.get(jig) ?? [])].filter(([fixture]) => ids.has(fixture)));
};

/** What is told of them at the start of a lot. */
export const announceLocks = (locks: ReadonlyMap<string, FixtureLock>): readonly LineHappening[] =>
  [...locks].map(([fixture, { by, why, cause = "hand", detail }]) => ({
    ...{ kind: "fixture-locked", fixture, by, why, cause },
    ...(detail !== undefined && { detail }),
  }));
