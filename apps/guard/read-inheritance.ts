import { isWired, type WiredFixture } from "../../libs/jig/jig.ts";
import { jigSchema } from "../../libs/jig/jig-schema.ts";

/** What a dead process left to its guard. */
export interface ReadInheritance {
  readonly nests: readonly WiredFixture[];
  /** Why nests of it cannot be understood; those of a newer version, perhaps. */
  readonly problems: readonly string[];
}

/** Reads the nests as `guardNests` hands them on, each by itself: one that is odd must not keep others under power. */
export const readInheritance = (text: string): ReadInheritance => {
  const nests: WiredFixture[] = [];
  const problems: string[] = [];
  for (const fixture of listIn(text)) {
    const read = jigSchema.safeParse({ jig: "inherited", fixtures: [fixture] });
    if (read.success) nests.push(...read.data.fixtures.filter(isWired));
    else problems.push(read.error.message);
  }
  return { nests, problems };
};

const listIn = (text: string): readonly unknown[] => {
  const list: unknown = JSON.parse(text);
  return Array.isArray(list) ? list : [list];
};
