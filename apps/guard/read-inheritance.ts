import { z } from "zod";
import { gpioLineSchema } from "../../libs/jig/gpio-schema.ts";
import { type GpioLine, isWired, type WiredFixture } from "../../libs/jig/jig.ts";
import { jigSchema } from "../../libs/jig/jig-schema.ts";

/** What a dead process left to its guard. */
export interface ReadInheritance {
  readonly nests: readonly WiredFixture[];
  readonly buzzer: GpioLine | undefined;
  /** Why nests of it cannot be understood; those of a newer version, perhaps. */
  readonly problems: readonly string[];
}

const inherited = z.object({ fixtures: z.array(z.unknown()), buzzer: z.unknown().optional() });

/** Reads what `guardNests` handed on, each nest by itself: one that is odd must not keep others under power. */
export const readInheritance = (text: string): ReadInheritance => {
  const nests: WiredFixture[] = [];
  const problems: string[] = [];
  const { fixtures, buzzer } = inherited.parse(JSON.parse(text));
  for (const fixture of fixtures) {
    const read = jigSchema.safeParse({ jig: "inherited", fixtures: [fixture] });
    if (read.success) nests.push(...read.data.fixtures.filter(isWired));
    else problems.push(read.error.message);
  }
  const read = gpioLineSchema.optional().safeParse(buzzer);
  if (!read.success) problems.push(read.error.message);
  return { nests, buzzer: read.data, problems };
};
