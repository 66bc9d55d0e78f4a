import { compareRates } from "../figures/compare-rates.ts";
import type { Rate } from "../figures/fisher-exact.ts";
import type { LockReason } from "../station/lock-words.ts";
import { NEW_TRUST } from "./fixture-trust.ts";
import type { LotPlan } from "./lot-plan.ts";

/** As sure as one must be to take a fixture out: it is looked at after every fail, over a whole lot. */
const CHANCE = 0.0002;
/** First runs a fixture must have had, and its neighbours together. */
const LEAST_RUNS = 8;
const LEAST_OF_OTHERS = 24;
/** How many times as often as its neighbours' boards its own must fail. */
const LEAST_RATIO = 2;

/** Why the fixture is to be locked, or undefined. */
export const whyLock = (plan: LotPlan, fixture: string): LockReason | undefined => {
  const policy = plan.fixtures.find(({ id }) => id === fixture)?.policy;
  const { failed, errors } = plan.trust.get(fixture) ?? NEW_TRUST;
  if (policy === undefined) return undefined;
  const { lockAfter, lockWorse } = policy;
  if (lockAfter > 0 && failed.length >= lockAfter) return { kind: "failed", strikes: failed };
  if (lockAfter > 0 && errors.length >= lockAfter) return { kind: "errors", strikes: errors };
  return lockWorse ? findWorse(plan, fixture) : undefined;
};

const findWorse = ({ trust }: LotPlan, fixture: string): LockReason | undefined => {
  const rates = new Map(
    [...trust].map(([id, { firsts }]): [string, Rate] => [
      id,
      { hits: firsts.fail, of: firsts.pass + firsts.fail },
    ]),
  );
  const worse = compareRates(rates).find((one) => one.fixture === fixture);
  if (worse === undefined || worse.p >= CHANCE) return undefined;
  const { hits, of, others } = worse;
  if (of < LEAST_RUNS || others.of < LEAST_OF_OTHERS) return undefined;
  return hits / of >= (LEAST_RATIO * others.hits) / others.of
    ? { kind: "worse", hits, of, others }
    : undefined;
};
