import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from "yaml";
import type { z } from "zod";
import { type Expansion, FieldError, type FieldPath } from "./expansion.ts";
import { explainIssue, standardRemedy } from "./explain-issue.ts";
import { explainYaml } from "./explain-yaml.ts";
import { InputError } from "./input-error.ts";
import { readBounded } from "./read-bounded.ts";

/** A file that people write is never larger. */
export const MAX_BYTES = 1 << 20;

/** A YAML file, checked against its schema. */
export interface YamlFile<T> {
  readonly value: T;
  /** The file as it was read. */
  readonly bytes: Uint8Array;
  /** An `InputError` at a field, for what a schema cannot know. `problem` follows the field's name. */
  errorAt(path: FieldPath, problem: string, remedy: string): InputError;
}

const fieldName = (path: FieldPath): string =>
  path
    .map((step, at) =>
      typeof step === "number" ? `[${step}]` : `${at === 0 ? "" : "."}${String(step)}`,
    )
    .join("");

/** The key or list item where the field begins, and its value; undefined if it is not there. */
const enter = (block: Node | null | undefined, step: PropertyKey) => {
  if (isSeq<Node>(block)) {
    const item = block.items[Number(step)];
    return item && { start: item, value: item };
  }
  if (!isMap<Node, Node | null>(block)) return undefined;
  const pair = block.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  return pair && { start: pair.key, value: pair.value };
};

/** Offset of the field, or of the last block on the way to it that exists. */
const offsetOf = (document: Document.Parsed, path: FieldPath): number => {
  let block: Node | null | undefined = document.contents;
  let offset = block?.range?.[0] ?? 0;
  for (const step of path) {
    const found = enter(isAlias(block) ? block.resolve(document) : block, step);
    if (found === undefined) break;
    offset = found.start.range?.[0] ?? offset;
    block = found.value;
  }
  return offset;
};

/** A number or the like as it stands in the file, of at most a line; undefined for anything else. */
const writtenAt = (document: Document.Parsed, path: FieldPath): string | undefined => {
  const node = document.getIn(path, true);
  const source = isScalar(node) ? node.source : undefined;
  return source === undefined || source.length > 80 ? undefined : source;
};

const textOf = (path: string, bytes: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError({ source: path }, "is not text.", "Save it as YAML in UTF-8.");
  }
};

/** The document as plain data. Throws `InputError` where the YAML itself is broken. */
const parseYaml = (path: string, text: string, lines: LineCounter): Document.Parsed => {
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "error",
  });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) {
    const { line, col } = lines.linePos(fault.pos[0]);
    const { problem, remedy } = explainYaml(fault, text);
    throw new InputError({ source: path, line, column: col }, problem, remedy);
  }
  return document;
};

const toPlain = (path: string, document: Document.Parsed, lines: LineCounter): unknown => {
  try {
    return document.toJS();
  } catch {
    const lost = findLostAlias(document);
    if (lost !== undefined) {
      const { line, col } = lines.linePos(lost.range?.[0] ?? 0);
      throw new InputError(
        { source: path, line, column: col },
        `names *${lost.source}, and there is no anchor &${lost.source} before it.`,
        "Write the value out, in quotes where it begins with a star.",
      );
    }
    throw new InputError({ source: path }, "repeats its anchors too often.", "Write values out.");
  }
};

const findLostAlias = (document: Document.Parsed): Alias | undefined => {
  let lost: Alias | undefined;
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return undefined;
      lost = alias;
      return visit.BREAK;
    },
  });
  return lost;
};

/** A file without shorthands. */
const asWritten = (value: unknown): Expansion => ({ value, originOf: (path) => ({ path }) });

/**
 * Reads a YAML file of at most 1 MiB and checks it, shorthands written out by `expand` (which throws
 * `FieldError`). Rejects with `InputError` naming file, line, column, field and remedy. Of several
 * faults it is the first in the file, but an unknown field goes first: a misspelt one is also missed
 * elsewhere.
 */
export const readYaml = async <T>(
  path: string,
  schema: z.ZodType<T>,
  expand: (plain: unknown) => Expansion = asWritten,
): Promise<YamlFile<T>> => {
  const bytes = await readBounded(path, MAX_BYTES);
  return checkYaml(path, bytes, schema, expand);
};

/** As `readYaml`, of bytes from elsewhere; `path` is what errors name. Throws `InputError`. */
export const checkYaml = <T>(
  path: string,
  bytes: Uint8Array,
  schema: z.ZodType<T>,
  expand: (plain: unknown) => Expansion = asWritten,
): YamlFile<T> => {
  const lines = new LineCounter();
  const document = parseYaml(path, textOf(path, bytes), lines);
  const errorWhereWritten = (
    { path: at, part }: ReturnType<Expansion["originOf"]>,
    problem: string,
    remedy: string,
  ): InputError => {
    const { line, col } = lines.linePos(offsetOf(document, at));
    const field = `${fieldName(at)}${part === undefined ? "" : ` (${part})`}`;
    const place = { source: path, line, column: col, ...(at.length === 0 ? {} : { field }) };
    return new InputError(place, problem, remedy);
  };
  const plain = toPlain(path, document, lines);
  const { value, originOf } = expandOrRefuse(plain, expand, errorWhereWritten);
  const errorAt = (at: FieldPath, problem: string, remedy: string): InputError =>
    errorWhereWritten(originOf(at), problem, remedy);
  const parsed = schema.safeParse(value, { error: standardRemedy, reportInput: true });
  if (parsed.success) return { value: parsed.data, bytes, errorAt };
  const offset = (at: FieldPath): number => offsetOf(document, originOf(at).path);
  const [first] = parsed.error.issues
    .map((issue) => ({ issue, written: writtenAt(document, originOf(issue.path).path) }))
    .map(({ issue, written }) => ({
      ...explainIssue(issue, written),
      rank: issue.code === "unrecognized_keys" ? 0 : 1,
    }))
    .sort((a, b) => a.rank - b.rank || offset(a.path) - offset(b.path));
  throw errorAt(first?.path ?? [], first?.problem ?? "does not fit.", first?.remedy ?? "");
};

const expandOrRefuse = (
  plain: unknown,
  expand: (plain: unknown) => Expansion,
  refuse: (at: FieldError, problem: string, remedy: string) => InputError,
): Expansion => {
  try {
    return expand(plain);
  } catch (error) {
    throw error instanceof FieldError ? refuse(error, error.message, error.remedy) : error;
  }
};
