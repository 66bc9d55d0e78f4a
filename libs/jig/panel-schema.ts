import { z } from "zod";
import { gpioLineSchema } from "./gpio-schema.ts";

/** What people and machines do to a nest, as levels on GPIO lines. */
export const inputsSchema = z.strictObject({
  lid: gpioLineSchema.optional(),
  present: gpioLineSchema.optional(),
  start: gpioLineSchema.optional(),
});

/** What a nest shows from three metres. */
export const lampsSchema = z.strictObject({
  pass: gpioLineSchema.optional(),
  fail: gpioLineSchema.optional(),
  busy: gpioLineSchema.optional(),
});

/** What a jig sounds when a run has ended. */
export const buzzerSchema = gpioLineSchema;
