import { SAFE_RATES } from "../flasher/baud-steps.ts";
import type { RateAdvice, RateExperience } from "../run/adapter-memory.ts";

/** Adapters are exchanged, cables too: what was learned holds for a week, in ms. */
const HOLDS_MS = 7 * 24 * 3600 * 1000;

/** A rate not asked of an adapter. `since`: ISO time. */
export interface UnableRate {
  readonly baud: number;
  readonly since: string;
  /** The port refused it, or two boards that passed at a lower one did not answer at it. */
  readonly why: "refused" | "two-boards";
}

/** A rate at which one board did not answer, which may be the board's own fault. */
export interface SuspectRate {
  readonly baud: number;
  readonly since: string;
  readonly serial: string;
}

/** What is known of one adapter. */
export interface RateKnowledge {
  readonly unable: readonly UnableRate[];
  readonly suspect: readonly SuspectRate[];
}

/** Of an adapter that nobody has met. */
export const NOTHING_KNOWN: RateKnowledge = { unable: [], suspect: [] };

const isFresh =
  (now: Date) =>
  ({ since }: { readonly since: string }): boolean => {
    const ageMs = now.getTime() - Date.parse(since);
    // What is dated in the future was written under a wrong clock.
    return ageMs >= 0 && ageMs < HOLDS_MS;
  };

/** The fastest rate up to `wanted` that is worth asking for at `now`. */
export const adviseRate = ({ unable }: RateKnowledge, wanted: number, now: Date): RateAdvice => {
  const known = new Map(unable.filter(isFresh(now)).map((rate) => [rate.baud, rate]));
  const why = known.get(wanted);
  const baud = [wanted, ...SAFE_RATES].find((rate) => rate <= wanted && !known.has(rate));
  if (why === undefined || baud === undefined) return { baud: wanted, note: undefined };
  const day = why.since.slice(0, 10);
  const reason =
    why.why === "refused"
      ? `the adapter refused ${wanted} baud on ${day}`
      : `two boards did not answer at ${wanted} baud behind this adapter, the last on ${day}`;
  return { baud, note: `At most ${baud} baud are asked for: ${reason}` };
};

/**
 * What is known after a run. A rate that the port refused is unable at once; one at which the board
 * did not answer when a second board, too, has passed at a lower one. A pass at a rate clears it.
 */
export const learnRates = (
  before: RateKnowledge,
  { serial, failed, passedAt }: RateExperience,
  now: Date,
): RateKnowledge => {
  const since = now.toISOString();
  const unable = new Map(before.unable.filter(isFresh(now)).map((rate) => [rate.baud, rate]));
  let suspect = before.suspect.filter(isFresh(now)).filter(({ baud }) => baud !== passedAt);
  if (passedAt !== undefined) unable.delete(passedAt);
  for (const { baud, by } of failed) {
    if (by === "port") {
      unable.set(baud, { baud, since, why: "refused" });
    } else if (passedAt !== undefined && passedAt < baud) {
      if (suspect.some((other) => other.baud === baud && other.serial !== serial)) {
        unable.set(baud, { baud, since, why: "two-boards" });
      } else {
        const others = suspect.filter((other) => other.baud !== baud);
        suspect = [...others, { baud, since, serial }];
      }
    }
  }
  suspect = suspect.filter(({ baud }) => !unable.has(baud));
  return { unable: [...unable.values()], suspect };
};
