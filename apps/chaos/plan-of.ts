import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import { buildApp, buildQio, buildUf2 } from "../../libs/firmware/build-image.ts";
import type { FlashPlan } from "../../libs/firmware/flash-plan.ts";
import { planImages } from "../../libs/firmware/plan-images.ts";
import type { PlanOptions } from "../../libs/firmware/plan-options.ts";
import type { ImageChoice } from "./chaos-case.ts";
import { RecentlyUsed } from "./recently-used.ts";

/** A megabyte or two each. */
const PLANS_KEPT = 24;

const BUILDERS = { rbl: buildApp, uf2: buildUf2, qio: buildQio } as const;

const plans = new RecentlyUsed<FlashPlan>(PLANS_KEPT);

/** What the station makes of a generated image. @throws Error if it refuses one of its own builder's */
export const planOf = (chip: ChipName, image: ImageChoice, options: PlanOptions): FlashPlan => {
  const key = JSON.stringify([chip, image, options]);
  return plans.get(key, () => {
    const bytes = BUILDERS[image.format]({ ...image, chip });
    const file = `chaos.${image.format}`;
    const planned = planImages([{ file, bytes }], CHIPS[chip], options);
    if (planned.ok) return planned.plan;
    throw new Error(`${key} is refused: ${JSON.stringify(planned.refusal)}`);
  });
};
