import type { BoardRun } from "./board-run.ts";
import type { FigureGround } from "./figure-ground.ts";
import { byName } from "./fixture-names.ts";
import { shiftStart } from "./shift-start.ts";
import { wallWords } from "./wall-clock.ts";
import { type Yields, yieldsOf } from "./yields.ts";

/** What runs are told apart by. `shift` is one shift of one day, `shiftOfDay` all that began at that hour. */
export type Dimension = "lot" | "shift" | "shiftOfDay" | "operator" | "fixture" | "recipe";

/** The runs that have something in common, counted as if there were no others. */
export interface Group extends Yields {
  /** What they share, as people name it; raw text from the record. Null: none was recorded. */
  readonly key: string | null;
}

/** Per dimension every group that has a run in view: lots by their first run, the others by name. */
export type Groups = Readonly<Record<Dimension, readonly Group[]>>;

/** Counts the runs in every way. `runs` in order of start. */
export const groupRuns = (runs: readonly BoardRun[], ground: FigureGround): Groups => {
  const names = new Map<number, string | null>([[Number.NaN, null]]);
  const shifts = new Map(
    runs.map((run) => {
      const start = shiftStart(ground.wallClock(run.facts.startedAt), ground.shiftStarts);
      const name = names.get(start);
      if (name !== undefined) return [run, name];
      names.set(start, wallWords(start));
      return [run, names.get(start) ?? null];
    }),
  );
  const shiftOf = (run: BoardRun): string | null => shifts.get(run) ?? null;
  return {
    lot: groupBy(runs, ({ facts }) => facts.lot),
    shift: groupBy(runs, shiftOf).toSorted(byKey),
    shiftOfDay: groupBy(runs, (run) => shiftOf(run)?.slice("2026-03-01 ".length) ?? null).toSorted(
      byKey,
    ),
    operator: groupBy(runs, ({ facts }) => facts.operator).toSorted(byKey),
    fixture: groupBy(runs, ({ facts }) => ground.fixtureName(facts)).toSorted(byKey),
    recipe: groupBy(runs, ({ facts }) => recipeName(facts.recipe)).toSorted(byKey),
  };
};

/** A recipe by its name and the start of its hash: changed, it is another one. */
export const recipeName = (recipe: BoardRun["facts"]["recipe"]): string =>
  `${recipe.name} ${recipe.sha256.slice(0, 8)}`;

const groupBy = (
  runs: readonly BoardRun[],
  keyOf: (run: BoardRun) => string | null,
): readonly Group[] =>
  [...Map.groupBy(runs, keyOf)].map(([key, own]) => ({ key, ...yieldsOf(own) }));

/** Nameless last. */
const byKey = (left: Group, right: Group): number => {
  if (left.key === null || right.key === null)
    return Number(left.key === null) - Number(right.key === null);
  return byName(left.key, right.key);
};
