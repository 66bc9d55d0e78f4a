import { z } from "zod";

const LONGEST = 200;
const MOST = 16;

/** A text, or a list of 1 to 16 of them, as a list. Each has 1 to 200 characters. */
export const textOrTexts = (remedy: string) => {
  const texts = z.array(z.string(remedy).min(1, remedy).max(LONGEST)).min(1, remedy).max(MOST);
  const each = { type: "string" as const, minLength: 1, maxLength: LONGEST };
  const meaning = { anyOf: [each, { type: "array", items: each, minItems: 1, maxItems: MOST }] };
  const schema = z.unknown().transform((written, context): readonly string[] => {
    const isList = Array.isArray(written);
    const read = texts.safeParse(isList ? written : [written], { reportInput: true });
    if (read.success) return read.data;
    for (const issue of read.error.issues) {
      // A text that stands alone is no entry of a list to whoever wrote it.
      context.addIssue({ ...issue, path: isList ? issue.path : [] });
    }
    return z.NEVER;
  });
  return schema.meta(meaning);
};
