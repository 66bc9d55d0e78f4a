import { z } from "zod";
import { CHIPS } from "../chips/chips.ts";
import { plainName } from "../input/plain-name.ts";
import { bootSchema } from "./boot-schema.ts";
import { calibrationSchema } from "./calibration-schema.ts";
import { chipSchema } from "./chip-schema.ts";
import { findMisplacedField } from "./find-misplaced-field.ts";
import { identitySchema } from "./identity-schema.ts";
import { imageSchema } from "./image-schema.ts";
import { findOverwriteProblem, overwriteSchema } from "./overwrite-schema.ts";
import { policySchema } from "./policy-schema.ts";
import { serialSchema } from "./serial-schema.ts";
import { shiftCheckSchema } from "./shift-check-schema.ts";

/** Rates adapters and chips are known to keep, in baud. */
export const BAUD_RATES = [115200, 230400, 460800, 921600, 1000000, 1500000, 2000000] as const;

const rateRemedy = (written: unknown): string => {
  const rates = `Rates: ${BAUD_RATES.join(", ")}.`;
  return typeof written === "string" ? `Write digits alone, without quotes. ${rates}` : rates;
};

/** A recipe file as written (design.md section 5.3); image paths are not resolved yet. */
export const recipeSchema = z
  .strictObject({
    recipe: plainName(
      "Give the recipe a short name with its version, such as smart-plug-1.18.",
    ).describe(
      "Name, best with the firmware's version: letters, digits, dots, dashes, underscores.",
    ),
    chip: chipSchema,
    baud: z
      .literal([...BAUD_RATES], { error: ({ input }) => rateRemedy(input) })
      .default(921600)
      .describe("Rate for erase and write; what cannot do it falls back by steps."),
    images: z
      .array(imageSchema, "List the images, each as - { file: ... }.")
      .min(1, "Name at least one image: - { file: ... }.")
      .max(16)
      .describe("The files to write."),
    bootloader: z
      .enum(["keep", "write"])
      .default("keep")
      .describe("keep leaves the bootloader's area as it is; write writes it too."),
    overwrite: overwriteSchema
      .default([])
      .describe("Parts of flash with the board's own data that images may be written over."),
    clone: z
      .boolean()
      .default(false)
      .describe(
        "true writes a whole dump, with one board's calibration, MAC and identity, to every board.",
      ),
    backup: z
      .boolean()
      .default(false)
      .describe("true keeps a copy of each board's whole flash before the first erase."),
    write: z
      .enum(["all", "changed"])
      .default("all")
      .describe("all writes every sector; changed leaves alone those that hold it already."),
    verify: z
      .enum(["crc", "readback"])
      .default("crc")
      .describe(
        "crc compares the chip's own CRC of every sector; readback reads them all back, too.",
      ),
    protect: z
      .boolean()
      .default(false)
      .describe("true closes the flash again after the verification."),
    boot: bootSchema
      .optional()
      .describe(
        "What the log port must show after the restart; without it the flash alone decides.",
      ),
    calibration: calibrationSchema,
    identity: identitySchema
      .optional()
      .describe("What each board is given for itself, and where that is taken from."),
    serial: serialSchema.optional().describe("What the boards' serials look like."),
    shiftCheck: shiftCheckSchema
      .optional()
      .describe("Boards that prove each fixture before it takes boards of a lot."),
    retries: z
      .int()
      .min(0)
      .max(5)
      .default(1)
      .describe("Further runs in the same nest after a FAIL."),
    policy: policySchema,
    linkAttempts: z.int().min(1).max(20).default(3).describe("Power cycles tried for a link."),
  })
  .superRefine((recipe, context) => {
    if (recipe.bootloader === "keep" || CHIPS[recipe.chip].download.hasRomDownloadMode) return;
    context.addIssue({
      code: "custom",
      path: ["bootloader"],
      message: `write would destroy the only way into a ${CHIPS[recipe.chip].marking}: its download mode lives in that bootloader. Use keep.`,
    });
  })
  .superRefine((recipe, context) => {
    const misnamed = Object.hasOwn(CHIPS, recipe.chip) ? findOverwriteProblem(recipe) : undefined;
    if (misnamed === undefined) return;
    const path = ["overwrite", misnamed.at];
    context.addIssue({ code: "custom", path, message: misnamed.problem });
  })
  .superRefine(({ chip: name, identity }, context) => {
    // An unknown chip was refused already, and comes here all the same.
    if (identity === undefined || !Object.hasOwn(CHIPS, name)) return;
    const misplaced = findMisplacedField(identity.fields, CHIPS[name]);
    if (misplaced === undefined) return;
    const { field, problem } = misplaced;
    context.addIssue({ code: "custom", path: ["identity", "fields", field], message: problem });
  });
