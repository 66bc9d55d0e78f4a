import { PatternProblem, PatternReader } from "./pattern-reader.ts";
import type { SerialPattern } from "./serial-pattern.ts";

/** A pattern, or what is wrong with it, as the end of a sentence. */
export type PatternReading =
  | { readonly ok: true; readonly pattern: SerialPattern }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads a pattern of serials: letters, digits, `.`, `[A-Z0-9]`, `\d`, `\w`, `( | )`, `?`, `*`, `+`, `{6}`, `{4,8}`.
 * It always means the whole serial; `^` and `$` around it change nothing. Never throws.
 */
export const parseSerialPattern = (source: string): PatternReading => {
  const inner = source.replace(/^\^/, "").replace(/(?<!\\)\$$/, "");
  try {
    const reader = new PatternReader(inner);
    return { ok: true, pattern: reader.readWhole() };
  } catch (error) {
    if (!(error instanceof PatternProblem)) throw error;
    return { ok: false, problem: error.message };
  }
};
