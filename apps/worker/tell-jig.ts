import { createHash } from "node:crypto";
import type { JigFacts, NestFacts } from "../../libs/dispatch/messages.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { readBounded } from "../../libs/input/read-bounded.ts";
import { MAX_BYTES as MAX_RECIPE_BYTES } from "../../libs/input/read-yaml.ts";
import type { Jig, WiredFixture } from "../../libs/jig/jig.ts";
import { type SupplyPlan, supplyPlans } from "../../libs/jig/supply-plan.ts";

/** What coordinators that do not have the jig file are told of it and of the nests served; `whole` is the jig with all its nests. */
export const tellJig = async (whole: Jig, served: readonly WiredFixture[]): Promise<JigFacts> => {
  const plans = supplyPlans(whole);
  const nests = served.map((nest) => tellNest(nest, plans.get(nest.id)));
  return { trigger: whole.trigger, nests: await Promise.all(nests) };
};

const tellNest = async (nest: WiredFixture, plan: SupplyPlan | undefined): Promise<NestFacts> => ({
  fixture: nest.id,
  port: nest.flashPort,
  logPort: nest.logPort === undefined ? "none" : "wired",
  board: nest.inputs?.present === undefined ? "unseen" : "seen",
  power: nest.power.kind === "manual" ? "by-hand" : "switched",
  ownRecipe: nest.recipe === undefined ? null : await hashRecipe(nest.recipe),
  supply:
    plan === undefined
      ? null
      : { name: plan.name, gapMs: plan.gapMs, members: plan.fixtures.length },
});

const hashRecipe = async (path: string): Promise<string> => {
  try {
    return createHash("sha256")
      .update(await readBounded(path, MAX_RECIPE_BYTES))
      .digest("hex");
  } catch (error) {
    if (error instanceof InputError) return "unreadable";
    throw error;
  }
};
