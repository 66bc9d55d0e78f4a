import type { Examination } from "./examination.ts";

/** A process that owns fixtures of the jig. */
export interface Claimant {
  /** Undefined where the owner does not say. */
  readonly pid: number | undefined;
  /** What the owners call themselves: ids of their own jig, or all of their words. */
  readonly names: readonly string[];
  /** Fixtures of this jig. */
  readonly fixtures: readonly string[];
}

/** The owners of fixtures, by process. */
export const claimsByProcess = ({ owners }: Pick<Examination, "owners">): readonly Claimant[] => {
  const claims = [...owners].flatMap(([fixture, told]) =>
    told.map((words) => ({ fixture, ...parseOwner(words) })),
  );
  return [...Map.groupBy(claims, ({ pid }) => pid)].map(([pid, of]) => ({
    pid,
    names: [...new Set(of.map(({ name }) => name))],
    fixtures: [...new Set(of.map(({ fixture }) => fixture))],
  }));
};

/** As `claimName` has owners name themselves: `F01 of process 4711`. */
const parseOwner = (words: string): { readonly name: string; readonly pid: number | undefined } => {
  const [, name = words, pid] = /^(.*) of process (\d{1,10})$/.exec(words) ?? [];
  return { name, pid: pid === undefined ? undefined : Number(pid) };
};
