import type { z } from "zod";
import { suggestWord } from "./suggest-word.ts";

/** What is wrong with a field, for people. `path` leads to the field, unknown ones included. */
export interface FieldProblem {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
  readonly remedy: string;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a block of fields",
};

/** A value as a person would recognise it, never longer than a line. */
const show = (value: unknown): string => {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a block of fields";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
};

/** The value at fault: of a block that names no known kind, the kind. */
const faultyValue = ({ input, ...issue }: z.core.$ZodIssue | z.core.$ZodRawIssue): unknown =>
  issue.code === "invalid_union" && typeof input === "object" && input !== null
    ? Reflect.get(input, String(issue.discriminator))
    : input;

const wrongType = (value: unknown, expected: string, written: string | undefined): string => {
  // 1e4000 is beyond all numbers, and has no JSON.
  if (expected !== "string" && typeof value === "number" && !Number.isFinite(value)) {
    return `is ${written ?? value}, no number that can be used; an address in hex begins with 0x.`;
  }
  if (expected !== "string" || (typeof value !== "number" && typeof value !== "boolean")) {
    return `is ${show(value)}, not ${TYPE_WORDS[expected] ?? expected}.`;
  }
  const text = written ?? String(value);
  return `is the ${typeof value} ${text}; as a text it needs quotes: "${text}".`;
};

const isSized = (origin: string): boolean => origin === "array" || origin === "string";

const problemOf = (issue: z.core.$ZodIssue, written: string | undefined): string => {
  const value = faultyValue(issue);
  if (value === undefined) return "is missing.";
  if (value === null) return "is empty.";
  switch (issue.code) {
    case "invalid_type":
      return wrongType(value, issue.expected, written);
    case "too_small":
      return isSized(issue.origin)
        ? "is too short."
        : `is ${show(value)}, less than ${issue.minimum}.`;
    case "too_big":
      return isSized(issue.origin)
        ? "is too long."
        : `is ${show(value)}, more than ${issue.maximum}.`;
    case "invalid_value":
    case "invalid_union":
      return `is ${show(value)}, which is not known here.`;
    default:
      return `is ${show(value)}, which does not fit.`;
  }
};

/** Remedies where a schema names none: given to zod as its error map, so a schema's own text wins. */
export const standardRemedy = (issue: z.core.$ZodRawIssue): string => {
  switch (issue.code) {
    case "unrecognized_keys": {
      const shape = issue.inst?._zod.def;
      const known = shape !== undefined && "shape" in shape ? Object.keys(shape.shape ?? {}) : [];
      return suggestWord(issue.keys[0], known);
    }
    case "invalid_value":
      return suggestWord(issue.input, issue.values.map(String));
    case "invalid_union": {
      const options = "options" in issue && Array.isArray(issue.options) ? issue.options : [];
      return suggestWord(faultyValue(issue), options.map(String));
    }
    case "invalid_type":
      return `Give ${TYPE_WORDS[issue.expected] ?? issue.expected}.`;
    case "too_small":
      return `Give at least ${issue.minimum}.`;
    case "too_big":
      return `Give at most ${issue.maximum}.`;
    default:
      return "Correct it.";
  }
};

/**
 * A zod issue in plain words. A schema's own check (code `custom`) says the whole sentence itself.
 * `written`: the value as it stands in the file, where that is known: 1.10 is the number 1.1.
 */
export const explainIssue = (issue: z.core.$ZodIssue, written?: string): FieldProblem => {
  if (issue.code === "custom") return { path: issue.path, problem: issue.message, remedy: "" };
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    const path = [...issue.path, key];
    return { path, problem: "is not a field known here.", remedy: issue.message };
  }
  return { path: issue.path, problem: problemOf(issue, written), remedy: issue.message };
};
