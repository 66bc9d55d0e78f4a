import { z } from "zod";

/** The shape something is to be written in. */
const IS = {
  block: (written: unknown) =>
    typeof written === "object" && written !== null && !Array.isArray(written),
  list: Array.isArray,
} as const;

/**
 * Goes before a schema of this shape: what is written otherwise is refused with `message` alone and not
 * quoted, as other messages do, for a key may be in it.
 */
export const unquoted = <T>(shape: keyof typeof IS, message: string, schema: z.ZodType<T>) =>
  z
    .unknown()
    .refine((written) => IS[shape](written), message)
    .pipe(schema);
