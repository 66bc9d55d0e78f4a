import { z } from "zod";
import { giveBlock } from "./give-block.ts";

/** A GPIO line of this machine: a relay, a lamp, a switch. */
export const gpioLineSchema = z.strictObject(
  {
    kind: z.enum(["gpio", "gpiod"]),
    chip: z
      .string("Give the GPIO chip's label, such as pinctrl-bcm2711 (`gpiodetect` lists them).")
      .min(1)
      .max(64),
    line: z.int("Give the line's number on its chip.").min(0).max(1023),
    activeLow: z.boolean().default(false),
  },
  { error: giveBlock("gpio", "gpiod") },
);
