import { z } from "zod";
import type { BoardIdentity } from "../run/board-identity.ts";
import { nameSchema } from "./run-schemas.ts";

const SECTOR_BYTES = 0x1000;

const bytes = z
  .string()
  .regex(/^(?:[0-9a-f]{2})+$/)
  .max(SECTOR_BYTES * 2);
const mac = z.string().regex(/^[0-9a-f]{12}$/);
const flash = z.object({ kind: z.literal("flash"), start: z.int().nonnegative() });

const field = z
  .object({
    field: nameSchema,
    place: z.discriminatedUnion("kind", [z.object({ kind: z.literal("calibration") }), flash]),
    value: bytes,
    secret: z.boolean(),
  })
  .refine(({ place, value }) =>
    place.kind === "calibration"
      ? mac.safeParse(value).success
      : (place.start % SECTOR_BYTES) + value.length / 2 <= SECTOR_BYTES,
  );

/** What a board is given for itself, as a job carries it. */
export const boardIdentitySchema = z.object({
  entry: nameSchema,
  pool: nameSchema.nullable(),
  tiedTo: mac.nullable(),
  fields: z.array(field).min(1).max(64),
}) satisfies z.ZodType<BoardIdentity>;
