import { z } from "zod";

const GIVE_SHA256 = "Give the 64 hex digits that sha256sum prints, in quotes.";

const GIVE_ADDRESS = "Give a flash address without quotes, such as 0x1d3000.";

/** A file's name alone is what people try first. */
const imageRemedy = ({ code, input }: z.core.$ZodRawIssue): string | undefined =>
  code === "invalid_type" && typeof input === "string"
    ? `Write - { file: ${input.slice(0, 60)} }`
    : undefined;

/** One entry of a recipe's `images`. */
export const imageSchema = z
  .strictObject(
    {
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
        .int(GIVE_ADDRESS)
        .min(0, GIVE_ADDRESS)
        .max(0xffffffff, GIVE_ADDRESS)
        .optional()
        .describe("Flash address of raw data; firmware says itself where it belongs."),
    },
    { error: imageRemedy },
  )
  .transform(({ file, sha256, at }) => ({ file, sha256, at }));
