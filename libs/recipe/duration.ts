import { z } from "zod";

const GIVE = "Give a number with its unit, such as 5s or 800ms.";

/** A duration such as `5s` or `800ms`, as milliseconds within the limits. */
export const duration = (limits: { readonly minMs: number; readonly maxMs: number }) =>
  z.string(GIVE).transform((text, context) => {
    const [, number = "", unit] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s)$/.exec(text) ?? [];
    const ms = Math.round(Number(number) * (unit === "s" ? 1000 : 1));
    if (unit !== undefined && ms >= limits.minMs && ms <= limits.maxMs) return ms;
    const problem = unit === undefined ? "is no duration." : "is out of its limits.";
    const message = `${problem} ${GIVE} From ${limits.minMs}ms to ${limits.maxMs / 1000}s.`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
