import { z } from "zod";

/** Words that are planned and refused today, each with what to use instead (a whole sentence). */
export type PlannedWords = Readonly<Record<string, string>>;

/**
 * A schema that lets everything pass but planned words, so that they are not mistaken for typing
 * errors; pipe the real schema behind it. With `field`, the word is looked up in that field.
 */
export const notYet = (planned: PlannedWords, field?: string) =>
  z.unknown().superRefine((input, context) => {
    const block = typeof input === "object" && input !== null ? { ...input } : {};
    const word: unknown = field === undefined ? input : Reflect.get(block, field);
    if (typeof word !== "string" || !Object.hasOwn(planned, word)) return;
    context.addIssue({
      code: "custom",
      path: field === undefined ? [] : [field],
      message: `"${word}" is not supported in this version. ${planned[word] ?? ""}`.trimEnd(),
    });
  });
