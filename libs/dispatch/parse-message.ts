import type { ZodType } from "zod";

/** Longest message that is looked at, in characters: a record takes a few thousand. */
const MAX_LENGTH = 4 * 1024 * 1024;

/** Text that came out of Redis as what it should be, or undefined if it is anything else. Never throws. */
export const parseMessage = <T>(schema: ZodType<T>, text: string): T | undefined => {
  if (text.length > MAX_LENGTH) return undefined;
  try {
    const result = schema.safeParse(JSON.parse(text));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
};
