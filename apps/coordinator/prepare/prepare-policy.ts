import type { Jig } from "../../../libs/jig/jig.ts";
import type { LotFixture } from "../../../libs/lot/lot-plan.ts";
import { linePolicyOf } from "../../../libs/lot/lot-policy.ts";
import type { LotOrder } from "../../../libs/lot/open-lot.ts";
import type { PreparedLot } from "./prepare-lot.ts";

/** What its recipe says of a fixture. */
export const fixtureOf = (id: string, recipes: PreparedLot["recipes"]): LotFixture => {
  const recipe = recipes.get(id);
  const { path = "", policy } = recipe ?? {};
  const retries = recipe?.sent.retries ?? 0;
  return { id, retries, kind: path, ...(policy !== undefined && { policy }) };
};

/** What a lot's recipes say of its fixtures and its line. Boards of one recipe may change places. */
export const policiesOf = (
  { fixtures }: Pick<Jig, "fixtures">,
  recipes: PreparedLot["recipes"],
): Pick<LotOrder, "fixtures" | "policy"> => ({
  fixtures: fixtures.map(({ id }) => fixtureOf(id, recipes)),
  policy: linePolicyOf([...new Set(recipes.values())].flatMap(({ policy }) => policy ?? [])),
});
