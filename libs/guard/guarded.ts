import type { GpioLine, WiredFixture } from "../jig/jig.ts";

/** What a guard looks after. */
export interface Guarded {
  readonly fixtures: readonly WiredFixture[];
  readonly buzzer?: GpioLine | undefined;
}

/** The same as text: each nest, and the buzzer, as JSON. */
export interface GuardedTexts {
  readonly nests: readonly string[];
  readonly buzzer: string | undefined;
}

const NEST = "FLASHLINE_GUARDED_NEST_";
const BUZZER = "FLASHLINE_GUARDED_BUZZER";

/**
 * What a guard looks after, for its environment: it knows that from its first moment, and of other users
 * none can read it there. A variable each: one alone is limited to 128 KiB (execve(2)).
 */
export const guardedVariables = ({
  fixtures,
  buzzer,
}: Guarded): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    fixtures.map((fixture, index) => [`${NEST}${index}`, JSON.stringify(fixture)]),
  ),
  ...(buzzer && { [BUZZER]: JSON.stringify(buzzer) }),
});

/** Takes what `guardedVariables` made out of an environment: no program that is started there needs it. */
export const takeGuarded = (environment: NodeJS.ProcessEnv): GuardedTexts => {
  const take = (name: string): string => {
    const text = environment[name] ?? "";
    delete environment[name];
    return text;
  };
  const names = Object.keys(environment).filter((name) => name.startsWith(NEST));
  return {
    nests: names.map(take),
    buzzer: environment[BUZZER] === undefined ? undefined : take(BUZZER),
  };
};
