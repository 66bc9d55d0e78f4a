import { z } from "zod";

const GIVE_SHA256 = "Give the 64 hex digits that sha256sum prints, in quotes.";

/** One entry of a recipe's `images`. */
export const imageSchema = z
  .strictObject({
    file: z
      .string("Give the image's path, relative to the recipe file.")
      .min(1)
      .describe("The image's path, relative to this file."),
    sha256: z
      .string(GIVE_SHA256)
      .regex(/^[0-9a-fA-F]{64}$/, { error: GIVE_SHA256 })
      .transform((digits) => digits.toLowerCase())
      .optional()
      .describe("What `sha256sum` prints for the file, in quotes: any other content is refused."),
    at: z
      .unknown()
      .refine((address) => address === undefined, {
        error:
          "is not supported in this version: raw data has no place yet. Use an image that says itself where it belongs (RBL, QIO, UF2).",
      })
      .optional(),
  })
  .transform(({ file, sha256 }) => ({ file, sha256 }));
