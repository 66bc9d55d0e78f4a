import { z } from "zod";
import { duration } from "../input/duration.ts";
import { textOrTexts } from "./text-or-texts.ts";

/** A recipe's `boot`: what the log port must show after the restart. */
export const bootSchema = z
  .strictObject({
    on: z
      .literal("log", "The only place to look is the log port: `on: log`.")
      .describe("Where to look: the nest's `logPort`."),
    expect: textOrTexts(
      "Give a text the firmware prints at start, or a list of such texts.",
    ).describe("A text that must appear, or a list of texts that must all appear."),
    never: textOrTexts("Give a text of a bad start, or a list of such texts.")
      .default([])
      .describe("A text, or a list of texts, none of which may appear before that."),
    within: duration({ minMs: 100, maxMs: 120_000 })
      .default(5000)
      .describe("How long it may take, counted from the restart, such as 800ms or 5s."),
  })
  .superRefine(({ expect, never }, context) => {
    const forbidden = never.find((text) => expect.some((wanted) => wanted.includes(text)));
    if (forbidden === undefined) return;
    const message = `"${forbidden}" is part of what \`expect\` asks for: no board could pass. Take it out of one of the two.`;
    context.addIssue({ code: "custom", path: ["never"], message });
  });
