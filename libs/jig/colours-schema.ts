import { z } from "zod";

/** A station's `colours`: of PASS and FAIL on its screen. Blue and orange stay apart for the colour-blind. */
export const coloursSchema = z.enum(["blue-orange", "green-red"]);

/** Colours of PASS and FAIL on a screen. */
export type Colours = z.infer<typeof coloursSchema>;
