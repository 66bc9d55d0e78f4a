import { z } from "zod";

/** What a board's calibration must be, where its flash has a place for one. */
export const calibrationSchema = z
  .enum(["required", "any"])
  .default("required")
  .describe(
    "required refuses a board whose calibration has no MAC of its own; any asks for nothing.",
  );
