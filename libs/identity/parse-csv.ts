import { InputError } from "../input/input-error.ts";

/** One line of a table; `line` is its last one in the file, from 1. */
export interface CsvLine {
  readonly line: number;
  readonly cells: readonly string[];
}

const DELIMITERS = [",", ";", "\t"] as const;

/**
 * The lines of a CSV file that are not empty, cells trimmed. Parted by commas, semicolons or tabs,
 * whichever its first line has. Throws `InputError` where it is no CSV.
 */
export const parseCsv = async (path: string, bytes: Uint8Array): Promise<readonly CsvLine[]> => {
  // Few lots have a list.
  const { CsvError, parse } = await import("csv-parse/sync");
  const text = textOf(path, bytes);
  const [head = ""] = text.split(/\r\n|\n|\r/, 1);
  const delimiter = DELIMITERS.find((mark) => head.includes(mark)) ?? ",";
  try {
    const lines: unknown[] = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    return lines.map(lineIn);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line: unknown = Reflect.get(error, "lines");
    const place = typeof line === "number" ? { source: path, line } : { source: path };
    throw new InputError(
      place,
      `is no CSV: ${error.message.replace(/\.$/, "")}.`,
      "Look for a quote that is missing, or one too many.",
    );
  }
};

const lineIn = (read: unknown): CsvLine => {
  if (typeof read !== "object" || read === null) return { line: 0, cells: [] };
  const cells: unknown = Reflect.get(read, "record");
  const info: unknown = Reflect.get(read, "info");
  const line: unknown = typeof info === "object" && info !== null && Reflect.get(info, "lines");
  return {
    line: typeof line === "number" ? line : 0,
    cells: Array.isArray(cells) ? cells.map(String) : [],
  };
};

const textOf = (path: string, bytes: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError({ source: path }, "is not text.", "Save it as CSV in UTF-8.");
  }
};
