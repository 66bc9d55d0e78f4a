import { z } from "zod";
import type { GuardedTexts } from "../../libs/guard/guarded.ts";
import { gpioLineSchema } from "../../libs/jig/gpio-schema.ts";
import { type GpioLine, isWired, type WiredFixture } from "../../libs/jig/jig.ts";
import { jigSchema } from "../../libs/jig/jig-schema.ts";

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    context.addIssue(String(error));
    return z.NEVER;
  }
});
const inheritedNest = json
  .transform((fixture) => ({ jig: "inherited", fixtures: [fixture] }))
  .pipe(jigSchema);
const inheritedBuzzer = json.pipe(gpioLineSchema).optional();

/** What a dead process left to its guard. */
export interface ReadInheritance {
  readonly nests: readonly WiredFixture[];
  readonly buzzer: GpioLine | undefined;
  /** Why nests of it cannot be understood; those of a newer version, perhaps. */
  readonly problems: readonly string[];
}

/** Reads what `guardNests` handed on, each nest by itself: one that is odd must not keep others under power. */
export const readInheritance = (guarded: GuardedTexts): ReadInheritance => {
  const nests: WiredFixture[] = [];
  const problems: string[] = [];
  for (const text of guarded.nests) {
    const read = inheritedNest.safeParse(text);
    if (read.success) nests.push(...read.data.fixtures.filter(isWired));
    else problems.push(read.error.message);
  }
  const read = inheritedBuzzer.safeParse(guarded.buzzer);
  if (!read.success) problems.push(read.error.message);
  return { nests, buzzer: read.data, problems };
};
