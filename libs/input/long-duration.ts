import { z } from "zod";

const MS = { m: 60_000, h: 3_600_000 } as const;
const FORM = /^(\d{1,4})(m|h)$/;

/** A duration of minutes or hours, such as `8h` or `30m`, as milliseconds within the limits. */
export const longDuration = (limits: { readonly minMs: number; readonly maxMs: number }) =>
  z
    .unknown()
    .transform((written, context) => {
      const [, number = "", unit] = (typeof written === "string" && FORM.exec(written)) || [];
      const ms = unit === "m" || unit === "h" ? Number(number) * MS[unit] : 0;
      if (ms >= limits.minMs && ms <= limits.maxMs) return ms;
      const problem =
        unit === undefined ? "is no duration in hours or minutes." : "is out of its limits.";
      const from = `From ${limits.minMs / MS.m}m to ${limits.maxMs / MS.h}h.`;
      const message = `${problem} Give a number with its unit, such as 8h or 30m. ${from}`;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    })
    .meta({ type: "string", pattern: FORM.source });
