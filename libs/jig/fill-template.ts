import { ArithmeticError, evaluateArithmetic } from "./evaluate-arithmetic.ts";

/** One nest of several that are written as one. */
export interface NestPlace {
  readonly id: string;
  /** Counts the nests of the entry from 1, and from 0. */
  readonly n: number;
  readonly i: number;
}

/** `{{` and `}}` stand for braces; what is in single ones is worked out. */
const PART = /\{\{|\}\}|\{([^{}]*)\}/g;

/** Looks worked out: arithmetic, `{id}`, or words to choose from. */
const EXPRESSION = /\{(?:\s*id\s*|[\d\sni()+\-*/%]+|[^{}]*\|[^{}]*)\}/;

/** Whether a text is meant to differ from nest to nest. */
export const looksLikeTemplate = (text: string): boolean => EXPRESSION.test(text);

/** `i/2: 1|2|4.1`: the arithmetic says which of the words, counted from 0 and round again. */
const CHOICE = /^(?:(?<which>[^:|]*):)?(?<words>[^:|]*\|[^:]*)$/;

/** The value of what stands in braces. Throws `ArithmeticError`. */
const workOut = (inside: string, { id, n, i }: NestPlace): string | number => {
  if (inside.trim() === "id") return id;
  const { which = "i", words } = CHOICE.exec(inside)?.groups ?? {};
  if (words === undefined) return evaluateArithmetic(inside, { n, i });
  const choices = words.split("|").map((word) => word.trim());
  const chosen = choices[evaluateArithmetic(which, { n, i }) % choices.length] ?? "";
  return /^\d{1,9}$/.test(chosen) ? Number(chosen) : chosen;
};

/**
 * A text of a template for one of its nests. If it is one expression and nothing else, such as `{n+4}`,
 * its value is the number.
 * @throws ArithmeticError also for a brace without its other half
 */
export const fillText = (text: string, nest: NestPlace): string | number => {
  const explain = (inside: string): string | number => {
    try {
      return workOut(inside, nest);
    } catch (error) {
      if (!(error instanceof ArithmeticError)) throw error;
      throw new ArithmeticError(`{${inside}} ${error.message}`);
    }
  };
  const [whole, only] = /^\{([^{}]*)\}$/.exec(text) ?? [];
  if (whole !== undefined && only !== undefined) return explain(only);
  const [lonely] = /[{}]/.exec(text.replace(PART, "")) ?? [];
  if (lonely !== undefined) {
    const trouble = lonely === "{" ? "an unclosed {" : "a } that closes nothing";
    throw new ArithmeticError(`is "${text}", which has ${trouble}.`);
  }
  return text.replace(PART, (part, inside: string | undefined) =>
    inside === undefined ? part.charAt(0) : String(explain(inside)),
  );
};
