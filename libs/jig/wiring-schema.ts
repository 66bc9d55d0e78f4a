import { z } from "zod";
import { giveBlock } from "./give-block.ts";
import { gpioLineSchema } from "./gpio-schema.ts";
import { powerLine, resetLine } from "./line-schema.ts";
import { relayChannelSchema } from "./relay-channel-schema.ts";

/** A program and its arguments; started without a shell. */
export const argv = z
  .array(z.string('Put it in quotes: every word of a command is a text, such as "2".').max(4096), {
    error: 'Give the command as a list of words, such as [relay, "2", "on"]; no shell is used.',
  })
  .min(1, "Give the program and its arguments.")
  .max(64)
  .refine(([program]) => program !== "", "begins with an empty word. Name the program first.");

const none = z.strictObject({ kind: z.literal("none") });

/** A time without power or in reset, in ms. */
export const offTime = z.int().min(10).max(60_000);

const pulseMs = offTime.optional();

/** What switches a board's supply (design.md section 5.2). */
export const powerSchema = z.discriminatedUnion(
  "kind",
  [
    gpioLineSchema,
    z.strictObject({ kind: z.literal("line"), line: powerLine }),
    relayChannelSchema,
    z.strictObject({ kind: z.literal("command"), on: argv, off: argv }),
    z.strictObject({ kind: z.literal("manual") }),
    none,
    z.strictObject({
      kind: z.literal("virtual"),
      socket: z.string().min(1),
      board: z.string().min(1),
    }),
  ],
  { error: giveBlock("manual", "gpio", "gpiod", "line", "serial-relay", "command", "none") },
);

/** What holds a board in reset (design.md section 5.2). */
export const resetSchema = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("line"), line: resetLine, pulseMs }),
    gpioLineSchema.extend({ pulseMs }),
    none,
  ],
  { error: giveBlock("line", "gpio", "gpiod", "none") },
);
