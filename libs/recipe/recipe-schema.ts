import { z } from "zod";
import { asChipName } from "../chips/as-chip-name.ts";
import { CHIP_NAMES, CHIPS } from "../chips/chips.ts";
import { STRANGER_NAMES } from "../chips/stranger-chips.ts";
import { notYet } from "../input/not-yet.ts";
import { plainName } from "../input/plain-name.ts";
import { duration } from "./duration.ts";
import { textOrTexts } from "./text-or-texts.ts";

/** Rates adapters and chips are known to keep, in baud. */
export const BAUD_RATES = [115200, 230400, 460800, 921600, 1000000, 1500000, 2000000] as const;

const chip = z.preprocess(
  asChipName,
  notYet(
    Object.fromEntries(STRANGER_NAMES.map((name) => [name, `Chips: ${CHIP_NAMES.join(", ")}.`])),
  ).pipe(z.enum(CHIP_NAMES)),
);

const GIVE_SHA256 = "Give the 64 hex digits that sha256sum prints, in quotes.";

const image = z
  .strictObject({
    file: z.string("Give the image's path, relative to the recipe file.").min(1),
    sha256: z
      .string(GIVE_SHA256)
      .regex(/^[0-9a-fA-F]{64}$/, { error: GIVE_SHA256 })
      .transform((digits) => digits.toLowerCase())
      .optional(),
    at: z
      .unknown()
      .refine((address) => address === undefined, {
        error:
          "is not supported in this version: raw data has no place yet. Use an image that says itself where it belongs (RBL, QIO, UF2).",
      })
      .optional(),
  })
  .transform(({ file, sha256 }) => ({ file, sha256 }));

const boot = z
  .strictObject({
    on: z.literal("log", "The only place to look is the log port: `on: log`."),
    expect: textOrTexts("Give a text the firmware prints at start, or a list of such texts."),
    never: textOrTexts("Give a text of a bad start, or a list of such texts.").default([]),
    within: duration({ minMs: 100, maxMs: 120_000 }).default(5000),
  })
  .superRefine(({ expect, never }, context) => {
    const forbidden = never.find((text) => expect.some((wanted) => wanted.includes(text)));
    if (forbidden === undefined) return;
    const message = `"${forbidden}" is part of what \`expect\` asks for: no board could pass. Take it out of one of the two.`;
    context.addIssue({ code: "custom", path: ["never"], message });
  });

/** A recipe file as written (design.md section 5.3); image paths are not resolved yet. */
export const recipeSchema = z
  .strictObject({
    recipe: plainName("Give the recipe a short name with its version, such as smart-plug-1.18."),
    chip,
    baud: z.literal([...BAUD_RATES], `Rates: ${BAUD_RATES.join(", ")}.`).default(921600),
    images: z
      .array(image, "List the images, each as - { file: ... }.")
      .min(1, "Name at least one image: - { file: ... }.")
      .max(16),
    bootloader: z.enum(["keep", "write"]).default("keep"),
    backup: z.boolean().default(false),
    write: z.enum(["all", "changed"]).default("all"),
    verify: z.enum(["crc", "readback"]).default("crc"),
    protect: z.boolean().default(false),
    boot: boot.optional(),
    retries: z.int().min(0).max(5).default(1),
    linkAttempts: z.int().min(1).max(20).default(3),
  })
  .superRefine((recipe, context) => {
    if (recipe.bootloader === "keep" || CHIPS[recipe.chip].download.hasRomDownloadMode) return;
    context.addIssue({
      code: "custom",
      path: ["bootloader"],
      message: `write would destroy the only way into a ${CHIPS[recipe.chip].marking}: its download mode lives in that bootloader. Use keep.`,
    });
  });
