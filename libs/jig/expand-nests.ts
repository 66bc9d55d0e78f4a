import { type Expansion, FieldError, type FieldPath } from "../input/expansion.ts";
import { ArithmeticError } from "./evaluate-arithmetic.ts";
import { fillText, looksLikeTemplate, type NestPlace } from "./fill-template.ts";
import { listIds } from "./list-ids.ts";

/** A nest as written by itself or as one of an entry's: `entry` is its place in the file. */
interface WrittenNest {
  readonly value: unknown;
  readonly entry: number;
  /** Only of an entry that stands for several. */
  readonly id?: string;
}

/**
 * A jig file with each entry that has `ids` in place of `id` turned into its nests, before its fields are
 * checked: so every field can count up. What is found wrong later is told by the entry's field and the nest.
 * @throws FieldError
 */
export const expandNests = (jig: unknown): Expansion => {
  const entries = isBlock(jig) ? jig.fixtures : undefined;
  if (!isBlock(jig) || !Array.isArray(entries)) {
    return { value: jig, originOf: (path) => ({ path }) };
  }
  const nests = entries.flatMap((entry: unknown, at) => expandEntry(entry, at));
  return {
    value: { ...jig, fixtures: nests.map(({ value }) => value) },
    originOf: (path) => {
      const [list, at, ...field] = path;
      const nest = list === "fixtures" && typeof at === "number" ? nests[at] : undefined;
      if (nest === undefined) return { path };
      const written = nest.id !== undefined && field[0] === "id" ? ["ids"] : field;
      return {
        path: ["fixtures", nest.entry, ...written],
        ...(nest.id === undefined ? {} : { part: nest.id }),
      };
    },
  };
};

const isBlock = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const expandEntry = (entry: unknown, at: number): readonly WrittenNest[] => {
  const path = ["fixtures", at];
  if (!isBlock(entry) || !("ids" in entry)) {
    refuseBraces(entry, path);
    return [{ value: entry, entry: at }];
  }
  const { ids: written, ...template } = entry;
  if ("id" in entry) {
    throw new FieldError([...path, "id"], "has no meaning beside `ids`.", "Keep one of the two.");
  }
  const listed = listIds(written);
  if (!("ids" in listed)) throw new FieldError([...path, "ids"], listed.problem, listed.remedy);
  return listed.ids.map((id, i) => {
    const filled = fill(template, { id, n: i + 1, i }, path);
    return { value: { id, ...(isBlock(filled) ? filled : {}) }, entry: at, id };
  });
};

/** A nest by itself has nothing to count. Lists are spared: words of a command may have braces of their own. */
const refuseBraces = (value: unknown, path: FieldPath): void => {
  if (isBlock(value)) {
    for (const [field, content] of Object.entries(value)) refuseBraces(content, [...path, field]);
    return;
  }
  if (typeof value !== "string" || !looksLikeTemplate(value)) return;
  const remedy = "Write `ids` in place of `id`, such as `ids: F01..F08`, or the value itself.";
  throw new FieldError(path, `is "${value}", and braces only work with \`ids\`.`, remedy);
};

/** What YAML makes of braces that nobody put into quotes: `{n+4}` is a block with the field `n+4`. */
const UNQUOTED = /^(id|[\d\sni()+\-*/%|.]+)$/;

const isUnquoted = (block: Readonly<Record<string, unknown>>): boolean => {
  const [[key, content] = ["", undefined], ...others] = Object.entries(block);
  const words = content === null || (typeof content === "string" && content.includes("|"));
  return others.length === 0 && words && UNQUOTED.test(key);
};

/** A template's value for one nest. In a list every item stays a text: words of a command are. */
const fill = (value: unknown, nest: NestPlace, path: FieldPath): unknown => {
  if (Array.isArray(value)) {
    return value.map((item: unknown, at) => {
      const filled = fill(item, nest, [...path, at]);
      return typeof item === "string" ? String(filled) : filled;
    });
  }
  if (isBlock(value)) {
    if (isUnquoted(value)) {
      const remedy = 'Put braces and what is in them into quotes, such as "{n+4}".';
      throw new FieldError(path, "is a block of fields to YAML.", remedy);
    }
    return Object.fromEntries(
      Object.entries(value).map(([field, content]) => [
        field,
        fill(content, nest, [...path, field]),
      ]),
    );
  }
  if (typeof value !== "string") return value;
  try {
    return fillText(value, nest);
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    throw new FieldError(path, error.message, "See docs/jig-file.md, Many alike nests.", nest.id);
  }
};
