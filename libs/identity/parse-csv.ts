import { InputError } from "../input/input-error.ts";

/** One line of a table; `line` is its last one in the file, from 1. */
export interface CsvLine {
  readonly line: number;
  readonly cells: readonly string[];
}

const DELIMITERS = [",", ";", "\t"] as const;

/** What a list of a factory never has, and a file that is none fills the memory with. */
const MAX_LINE_BYTES = 1 << 17;

/**
 * The lines of a CSV file that are not empty, cells trimmed. Parted by commas, semicolons or tabs,
 * whichever its first line has or, as Excel writes it, names (`sep=;`); the first `most` of them. Throws `InputError` where it is no CSV.
 */
export const parseCsv = async (
  path: string,
  bytes: Uint8Array,
  most: number,
): Promise<readonly CsvLine[]> => {
  // Few lots have a list.
  const { CsvError, parse } = await import("csv-parse/sync");
  refuseEndless(path, bytes);
  const text = textOf(path, bytes);
  const [head = ""] = text.split(/\r\n|\n|\r/, 1);
  const delimiter = DELIMITERS.find((mark) => head.includes(mark)) ?? ",";
  const isSeparator = /^\uFEFF?sep=.?\s*$/i.test(head);
  try {
    const lines: unknown[] = parse(text, {
      bom: true,
      delimiter,
      from_line: isSeparator ? 2 : 1,
      info: true,
      max_record_size: MAX_LINE_BYTES,
      relax_column_count: true,
      skip_empty_lines: true,
      to: most,
      trim: true,
    });
    return lines.map(lineIn);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line: unknown = Reflect.get(error, "lines");
    const place = typeof line === "number" ? { source: path, line } : { source: path };
    throw new InputError(
      place,
      `is no CSV: ${FAULTS[error.code] ?? "it cannot be read"}.`,
      "Look for a quote that is missing, or one too many.",
    );
  }
};

const FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote is opened and not closed",
  CSV_INVALID_CLOSING_QUOTE: "a quote ends in the middle of a value",
  INVALID_OPENING_QUOTE: "a quote begins in the middle of a value",
  CSV_MAX_RECORD_SIZE: "a line is far too long",
};

/** Before it is parsed, which makes much of each comma. */
const refuseEndless = (path: string, bytes: Uint8Array): void => {
  let lineStart = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === 0x0a || byte === 0x0d) lineStart = at + 1;
    else if (at - lineStart >= MAX_LINE_BYTES) {
      const problem = `is no CSV: a line of it has more than ${MAX_LINE_BYTES} bytes.`;
      throw new InputError({ source: path }, problem, "Is it the right file?");
    }
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
