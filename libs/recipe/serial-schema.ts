import { z } from "zod";
import { parseSerialPattern } from "./parse-serial-pattern.ts";
import { SERIAL_CHECKS } from "./serial-rule.ts";

const LONGEST = 200;

/** A recipe's `serial`: what the boards' serials look like. */
export const serialSchema = z.strictObject({
  pattern: z
    .string('Write the pattern as text, such as "SN[0-9]{6}".')
    .min(1)
    .max(LONGEST)
    .superRefine((written, context) => {
      const read = parseSerialPattern(written);
      if (!read.ok) context.addIssue({ code: "custom", message: `${read.problem} ${SYNTAX}` });
    })
    .optional()
    .describe("What a whole serial must match, such as SN[0-9]{6}."),
  check: z
    .enum(SERIAL_CHECKS)
    .default("none")
    .describe("How its last characters check the others."),
});

const SYNTAX = "Known here: [A-Z0-9], \\d, \\w, ., ( | ), ?, *, +, {6}, {4,8}.";
