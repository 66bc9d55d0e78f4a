import { z } from "zod";

const GIVE = "Give a number with its unit, such as 5s or 800ms.";
const FORM = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s)$/;

/** A duration such as `5s` or `800ms`, as milliseconds within the limits. */
export const duration = (limits: { readonly minMs: number; readonly maxMs: number }) =>
  z
    .unknown()
    .transform((written, context) => {
      const text = typeof written === "number" ? String(written) : written;
      const [, number = "", unit] = (typeof text === "string" && FORM.exec(text)) || [];
      const ms = Math.round(Number(number) * (unit === "s" ? 1000 : 1));
      if (unit !== undefined && ms >= limits.minMs && ms <= limits.maxMs) return ms;
      const hasNoUnit = typeof text === "string" && /^\d+(?:\.\d+)?$/.test(text);
      const problem = hasNoUnit ? `is ${text}, without a unit.` : "is no duration.";
      const why = unit === undefined ? problem : "is out of its limits.";
      const message = `${why} ${GIVE} From ${limits.minMs}ms to ${limits.maxMs / 1000}s.`;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    })
    .meta({ type: "string", pattern: FORM.source });
