import { z } from "zod";

const percent = z.number().min(0).max(100);

/** A station's `firstPassYield`: below which the screen shows a lot's first-pass yield in amber and in red, in percent. */
export const yieldLimitsSchema = z
  .strictObject({ amber: percent.default(95), red: percent.default(90) })
  .superRefine(({ amber, red }, context) => {
    if (red <= amber) return;
    const message = `${red} is above amber (${amber}): red is for the lower yield. Swap the two.`;
    context.addIssue({ code: "custom", path: ["red"], message });
  });

/** Limits of first-pass yield, in percent. */
export type YieldLimits = Readonly<z.infer<typeof yieldLimitsSchema>>;
