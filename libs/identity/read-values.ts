import { parseMac } from "../bytes/mac.ts";
import { InputError } from "../input/input-error.ts";
import { readBounded } from "../input/read-bounded.ts";
import { MAC_FIELD, SERIAL_FIELD } from "../recipe/recipe-identity.ts";
import { type CsvLine, parseCsv } from "./parse-csv.ts";
import { kindOf, type ValueList, type ValueRow } from "./value-row.ts";

const MAX_BYTES = 64 << 20;
/** As of a range; more come by more lists. */
const MAX_ROWS = 100_000;
const MAX_VALUE = 4096;
const COLUMN = /^[a-z][a-z0-9_]{0,31}$/;
const SERIAL = /^[A-Za-z0-9._:/+-]{1,64}$/;
/** What may be shown though it is none: in swapped columns there may be a key in its place. */
const LIKE_MAC = /^(?:[0-9a-f]{12}|(?:[0-9a-z]{2}[:-]){3,7}[0-9a-z]{2})$/i;
/** A key, or a MAC: the line of names is missing. */
const LIKE_VALUE = /^(?=.*\d)[0-9a-f]{8,}$/;
const HEADER = "Begin it with a line of the columns' names, such as serial,mac,psk.";

/** Reads one file: where it is, and what stands in it already. */
interface Reading {
  readonly path: string;
  readonly columns: readonly string[];
  /** The line of each value that must not come twice. */
  readonly seen: Map<string, number>;
}

/**
 * The values of a CSV file: its first line names the columns, every further one has the values of one
 * board; a column `serial` says which. Rejects with `InputError` naming line, column and remedy; it is
 * whole or not read at all. What a recipe wants of it is for `checkValues`.
 */
export const readValues = async (path: string): Promise<ValueList> => {
  const bytes = await readBounded(path, MAX_BYTES);
  const [head, ...lines] = withoutMargin(await parseCsv(path, bytes, MAX_ROWS + 2));
  if (head === undefined) throw new InputError({ source: path }, "is empty.", HEADER);
  const columns = columnsOf(path, head);
  if (lines.length === 0) {
    throw new InputError({ source: path }, "has no values.", "Write a line for each board.");
  }
  if (lines.length > MAX_ROWS) {
    throw new InputError({ source: path }, `has more than ${MAX_ROWS} boards.`, "Part it in two.");
  }
  const reading: Reading = { path, columns, seen: new Map() };
  const rows = lines.map((line) => readRow(reading, line));
  return { source: path, fields: columns.filter((name) => name !== SERIAL_FIELD), rows };
};

/** Spreadsheets write empty cells behind the last column, and lines of nothing else. */
const withoutMargin = (lines: readonly CsvLine[]): readonly CsvLine[] => {
  const width = 1 + (lines[0]?.cells.findLastIndex((cell) => cell !== "") ?? -1);
  return lines
    .filter(({ cells }, index) => index === 0 || cells.some((cell) => cell !== ""))
    .map((line) =>
      line.cells.slice(width).every((cell) => cell === "")
        ? { ...line, cells: line.cells.slice(0, width) }
        : line,
    );
};

const countOf = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? "" : "s"}`;

const columnsOf = (path: string, { line, cells }: CsvLine): readonly string[] => {
  const columns = cells.map((cell) => cell.toLowerCase());
  const refuse = (problem: string, remedy = HEADER): never => {
    throw new InputError({ source: path, line }, problem, remedy);
  };
  for (const [index, name] of columns.entries()) {
    if (!COLUMN.test(name) || LIKE_VALUE.test(name)) {
      // The first board's values in its place may be secret.
      refuse(`column ${index + 1} has no name: small letters, digits and _ make one.`);
    }
    if (columns.indexOf(name) < index) {
      refuse(`names the column ${name} twice.`, "Take one of the two out.");
    }
  }
  if (columns.every((name) => name === SERIAL_FIELD)) refuse("names no column but the serial.");
  return columns;
};

const readRow = (reading: Reading, { line, cells }: CsvLine): ValueRow => {
  const { path, columns } = reading;
  const where = { source: path, line };
  if (cells.length !== columns.length) {
    const problem = `has ${countOf(cells.length, "value")} for ${countOf(columns.length, "column")}.`;
    throw new InputError(where, problem, "Give each board one value for each column.");
  }
  const values = new Map<string, string>();
  let serial: string | null = null;
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? "";
    if (column !== SERIAL_FIELD) values.set(column, readValue(reading, line, column, cell));
    else if (cell !== "") serial = readSerial(reading, line, cell);
  }
  const isKnown = serial !== null || [...values].some(([field, it]) => kindOf(field, it) !== null);
  if (isKnown) return { line, serial, values };
  throw new InputError(
    where,
    "has nothing that tells it from other lines.",
    "Add a column `serial` or `mac`, or a value of 8 characters or more.",
  );
};

const readSerial = (reading: Reading, line: number, cell: string): string => {
  const where = { source: reading.path, line, field: SERIAL_FIELD };
  if (!SERIAL.test(cell)) {
    // Not shown: where columns are swapped it is another's value.
    throw new InputError(
      where,
      "is not a serial.",
      "A serial is 1 to 64 letters, digits or . _ : / + -.",
    );
  }
  refuseSecond(reading, line, SERIAL_FIELD, cell, `serial ${cell}`);
  return cell;
};

const readValue = (reading: Reading, line: number, field: string, cell: string): string => {
  const where = { source: reading.path, line, field };
  if (cell === "") throw new InputError(where, "is empty.", "Every board needs a value.");
  if (cell.length > MAX_VALUE || /\p{C}/u.test(cell)) {
    const problem = "is too long, or has characters that cannot be printed.";
    throw new InputError(where, problem, `Give up to ${MAX_VALUE} characters on one line.`);
  }
  if (field === MAC_FIELD) {
    const mac = parseMac(cell);
    if (!mac.ok) {
      const remedy = "Give 6 bytes in hex, with colons, dashes or bare, such as C8:47:8C:10:00:01.";
      const named = LIKE_MAC.test(cell) ? `"${cell}"` : "its value";
      throw new InputError(where, `${named} ${mac.problem}.`, remedy);
    }
    refuseSecond(reading, line, "mac", mac.mac, cell);
    return mac.mac;
  }
  const kind = kindOf(field, cell);
  if (kind !== null) refuseSecond(reading, line, kind, cell, "its value");
  return cell;
};

/** `named` is what may be shown of it. */
const refuseSecond = (
  { path, seen }: Reading,
  line: number,
  kind: string,
  value: string,
  named: string,
): void => {
  // The same key is often written in both cases.
  const key = `${kind} ${value.toLowerCase()}`;
  const earlier = seen.get(key);
  seen.set(key, line);
  if (earlier === undefined) return;
  throw new InputError(
    { source: path, line, ...(kind.startsWith("field ") && { field: kind.slice(6) }) },
    `${named} stands already in line ${earlier}.`,
    "Every board needs its own; correct one of the two.",
  );
};
