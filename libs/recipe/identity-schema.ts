import { z } from "zod";
import { plainName } from "../input/plain-name.ts";
import { macRange } from "./mac-range-schema.ts";
import { type FieldPlace, MAC_FIELD, type RecipeField, SERIAL_FIELD } from "./recipe-identity.ts";

const SECTOR_BYTES = 0x1000;
const NAME = /^[a-z][a-z0-9_]{0,31}$/;
const PLACE = "Give `in: calibration`, or `at: 0x...` with `as: text` or `as: hex` and `length`.";

const field = z
  .strictObject({
    in: z
      .literal("calibration", "The only named place is the calibration.")
      .optional()
      .describe("calibration: the MAC of the board's calibration."),
    at: z
      .int("Give a flash address, such as 0x1E4000.")
      .nonnegative()
      .optional()
      .describe("Flash address of its first byte."),
    as: z
      .enum(["text", "hex"])
      .optional()
      .describe("text is filled up with 00; hex gives every byte."),
    length: z
      .int("Give a number of bytes.")
      .min(1)
      .max(SECTOR_BYTES)
      .optional()
      .describe("Bytes it takes up."),
    secret: z.boolean().default(false).describe("true: never shown whole."),
  })
  .transform((written, context) => {
    const refuse = (message: string): never => {
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    };
    const { in: named, at, as, length, secret } = written;
    if (named !== undefined) {
      const more = at ?? as ?? length;
      const place: FieldPlace = { kind: "calibration" };
      return more === undefined
        ? { place, secret }
        : refuse("has its place in the calibration: `at`, `as` and `length` do not go with that.");
    }
    if (at === undefined || as === undefined || length === undefined) {
      return refuse(`does not say where it goes and how. ${PLACE}`);
    }
    if ((at % SECTOR_BYTES) + length > SECTOR_BYTES) {
      return refuse(
        "does not lie in one sector of 4 KiB. Move it, so that it ends where its sector ends.",
      );
    }
    const place: FieldPlace = { kind: "flash", start: at, length, as };
    return { place, secret };
  });

const fields = z
  .record(z.string(), field, "Name each field: mac: { in: calibration }")
  .transform((written, context): readonly RecipeField[] => {
    const named = Object.entries(written).map(([name, rest]) => ({ field: name, ...rest }));
    const refuse = (path: string[], message: string): void =>
      context.addIssue({ code: "custom", path, message });
    if (named.length === 0) refuse([], "names no field. Give one: mac: { in: calibration }");
    for (const { field: name, place } of named) {
      if (!NAME.test(name)) {
        refuse(
          [name],
          "is no name of a field. Use up to 32 small letters, digits and _, a letter first.",
        );
      }
      if (place.kind === "calibration" && name !== MAC_FIELD) {
        refuse(
          [name],
          `cannot go into the calibration: it takes the MAC alone, named ${MAC_FIELD}.`,
        );
      }
      if (place.kind === "flash" && place.as === "hex" && name === SERIAL_FIELD) {
        refuse([name], "is the board's serial, a text. Write `as: text`.");
      }
    }
    return named;
  });

/** `identity` of a recipe as written; where its fields may lie in a chip's flash is checked apart. */
export const identitySchema = z
  .strictObject({
    pool: plainName("Give the pool a short name, such as plugs-2026.")
      .optional()
      .describe("Name of the pool the values come from."),
    values: z
      .string("Give the CSV file's path, relative to the recipe file.")
      .min(1)
      .optional()
      .describe("CSV file that is imported into the pool before a lot."),
    range: macRange.optional().describe("MACs that count up, imported into the pool before a lot."),
    fields: fields.describe("By the column of each value; `serial` is the board's serial."),
  })
  .superRefine(({ pool, values, range, fields: named }, context) => {
    const refuse = (path: string, message: string): void =>
      context.addIssue({ code: "custom", path: [path], message });
    const pooled = named.filter(({ field: name }) => name !== SERIAL_FIELD);
    const needsPool = pooled.length > 0 || values !== undefined || range !== undefined;
    if (pool === undefined && needsPool) {
      refuse("pool", "is missing: values are taken from a pool. Give it a name: pool: plugs-2026");
    }
    if (pool !== undefined && pooled.length === 0) {
      refuse("pool", "gives nothing: no field takes a value from it. Take it out, or add a field.");
    }
    if (values !== undefined && range !== undefined) {
      refuse("range", "and `values` are both given. Keep one of them.");
    }
    const beyond = range && pooled.find(({ field: name }) => name !== MAC_FIELD);
    if (beyond !== undefined) {
      refuse(
        "range",
        `has MACs only, not ${beyond.field}. Give \`values: FILE.csv\` in its place.`,
      );
    }
  });
