import { awaitFreed } from "../../libs/claims/await-freed.ts";
import { systemClock } from "../../libs/clock/system-clock.ts";
import type { Failure } from "../../libs/failure/failure.ts";
import { NestTakenError } from "../../libs/fixture/claim-nest.ts";
import { secureNest } from "../../libs/fixture/secure-nest.ts";
import type { GpioLine, WiredFixture } from "../../libs/jig/jig.ts";
import { darkenLamps } from "../../libs/panel/darken-lamps.ts";
import { silenceBuzzer } from "../../libs/panel/silence-buzzer.ts";

/** What is to be made safe. */
export interface Unsafe {
  readonly nests: readonly WiredFixture[];
  readonly buzzer?: GpioLine | undefined;
}

/** What became of a nest that was to be made safe. */
export type Securing = { readonly fixture: string } & (
  | { readonly end: "safe" }
  /** The station cannot switch its supply: a person does, or nobody, and its board is always on. */
  | { readonly end: "no-switch"; readonly supply: "by-hand" | "always-on" }
  /** Another process owns it, and leaves it safe when it ends. */
  | { readonly end: "taken"; readonly owner: string }
  | { readonly end: "failed"; readonly failure: Failure }
);

/**
 * Leaves nests safe, all at once: a relay that hangs must not keep other boards under power. A nest
 * that another process owns is waited for, at most `patienceMs`. Lamps go dark and the buzzer silent
 * beside that, for what they told is over. Never rejects.
 */
export const makeNestsSafe = async (
  { nests, buzzer }: Unsafe,
  patienceMs: number,
): Promise<readonly Securing[]> => {
  const quieted = Promise.allSettled([
    ...nests.map((nest) => darkenLamps(nest, systemClock)),
    buzzer && silenceBuzzer(buzzer, systemClock),
  ]);
  const ends = await Promise.all(
    nests.map(async (nest): Promise<Securing> => {
      const fixture = nest.id;
      try {
        const failure = await awaitFreed(() => secureNest(nest, systemClock), patienceMs);
        if (failure !== undefined) return { fixture, end: "failed", failure };
        const { kind } = nest.power;
        if (kind === "manual") return { fixture, end: "no-switch", supply: "by-hand" };
        if (kind === "none") return { fixture, end: "no-switch", supply: "always-on" };
        return { fixture, end: "safe" };
      } catch (error) {
        if (error instanceof NestTakenError) return { fixture, end: "taken", owner: error.owner };
        const reason = error instanceof Error ? error.message : String(error);
        return { fixture, end: "failed", failure: { code: "internal", reason } };
      }
    }),
  );
  await quieted;
  return ends;
};
